/** Texts of the widget's list of requests and of the proof before it. Fetched with it. */
export const en = {
  requestsTitle: 'My requests',
  requestsHint: 'On every channel. First we make sure that they are yours: a code goes to your e-mail address.',
  address: 'Your e-mail address',
  sendCode: 'Send me a code',
  wrongAddress: 'This is not an e-mail address.',
  codeSent: 'A code of six digits is on its way to {email}. It holds for 15 minutes.',
  code: 'Code from the mail',
  show: 'Show my requests',
  codeWrong: 'This code is wrong or too old. Enter the one of the latest mail, or have another one sent.',
  other: 'Another address or a new code',
  limited: 'Too many codes were asked for lately. Try again in an hour.',
  off: 'No mail can be sent at the moment. Ask us in the chat.',
  failed: 'No connection. Try again in a moment.',
  none: 'There are no requests of yours yet.',
  states: { open: 'We are on it', waiting: 'Waiting for your answer', over: 'Settled' },
  due: 'You will hear from us by {date}.',
  number: 'Request {number}',
  ask: 'Ask about it',
  about: 'I have a question about request {number}.',
  loading: 'Looking for your requests…',
};

export type RequestsTexts = typeof en;
