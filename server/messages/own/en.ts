export interface OwnTexts {
  title: string;
  /** `{number}` is the request's. */
  request: string;
  sentOn: string;
  settledOn: string;
  states: Record<'work' | 'ask' | 'over', { title: string; text: string }>;
  due: string;
  thread: string;
  you: string;
  desk: string;
  assistant: string;
  earlier: string;
  latest: string;
  reply: Record<'title' | 'titleOver' | 'label' | 'files' | 'filesHint' | 'send' | 'sending', string>;
  reopen: Record<'title' | 'text' | 'button', string>;
  rate: Record<'title' | 'rated' | 'again' | 'legend' | 'comment' | 'button', string> & {
    scores: readonly [string, string, string, string, string];
  };
  done: Record<'reply' | 'later' | 'reopened' | 'rated', string>;
  errors: Record<'empty' | 'long' | 'large' | 'many' | 'again' | 'score' | 'limited' | 'away', string>;
  gone: { title: string; text: string };
  find: Record<'title' | 'lead' | 'email' | 'number' | 'numberHint' | 'optional' | 'button' | 'wrong' | 'off', string>;
  code: Record<'title' | 'lead' | 'label' | 'button' | 'wrong' | 'another', string>;
  list: Record<'lead' | 'empty' | 'missing' | 'changed' | 'leave' | 'new', string>;
  /** The stages that it has gone through, and what was said with each: `{value}`. */
  course: string;
  detail: Record<'reason' | 'amount' | 'tracking' | 'label', string>;
  /** On the page that thanks for a request. */
  follow: string;
}

export const en: OwnTexts = {
  title: 'Your requests',
  request: 'Request {number}',
  sentOn: 'Sent on {date}',
  settledOn: 'Settled on {date}',
  states: {
    work: { title: 'We are working on it', text: 'Our answer will appear here and in your mailbox.' },
    ask: { title: 'We have answered', text: 'Write below if something is still open, or if we asked you something.' },
    over: { title: 'Settled', text: 'If it is not, reopen the request or just write below.' },
  },
  due: 'You will hear from us by {date}.',
  thread: 'What was written',
  you: 'You',
  desk: 'Support',
  assistant: 'Assistant (automated)',
  earlier: 'Earlier messages',
  latest: 'Latest messages',
  reply: {
    title: 'Add something',
    titleOver: 'Not settled? Write to us',
    label: 'Your message',
    files: 'Files',
    filesHint: 'At most five, 10 MB together.',
    send: 'Send',
    sending: 'Sending…',
  },
  reopen: {
    title: 'Is it not settled?',
    text: 'Reopen the request and we go on with it.',
    button: 'Reopen the request',
  },
  rate: {
    title: 'How did we do?',
    rated: 'You gave us {score} of 5. Thank you.',
    again: 'Change your rating',
    legend: 'Your rating',
    comment: 'What should we know about it?',
    button: 'Send the rating',
    scores: ['Very bad', 'Bad', 'Fair', 'Good', 'Very good'],
  },
  done: {
    reply: 'Your message has arrived.',
    later: 'Your message has arrived and will appear here in a moment.',
    reopened: 'The request is open again.',
    rated: 'Thank you for your rating.',
  },
  errors: {
    empty: 'Write something or choose a file.',
    long: 'This is too long: at most 10,000 characters.',
    large: 'These files are too large: at most 10 MB together.',
    many: 'These are too many files: at most five.',
    again: 'Please choose these files again: {files}',
    score: 'Please choose one of the five.',
    limited: 'Too much has come from your network. Try again in some minutes; what you wrote is still here.',
    away: 'This could not be stored just now. Please send it again; what you wrote is still here.',
  },
  gone: {
    title: 'This link leads nowhere',
    text: 'It is incomplete, or it has expired: links hold for 30 days. With your e-mail address you get to all your requests.',
  },
  find: {
    title: 'See your requests',
    lead: 'Enter the e-mail address with which you wrote to us. We send a code there.',
    email: 'E-mail address',
    number: 'Number of the request',
    numberHint: 'Leave it empty to see all of them.',
    optional: 'optional',
    button: 'Send me a code',
    wrong: 'This does not look like an e-mail address, e.g. name@example.com.',
    off: 'We cannot send e-mail just now. Please try again later.',
  },
  code: {
    title: 'Enter the code',
    lead: 'We have sent a code of six digits to {email}. It holds for 15 minutes.',
    label: 'Code',
    button: 'Go on',
    wrong: 'This code is wrong, or it holds no more.',
    another: 'Ask for another code',
  },
  list: {
    lead: 'Everything that was written from {email}.',
    empty: 'There is no request under this address.',
    missing: 'There is no request {number} under this address.',
    changed: 'Last change on {date}',
    leave: 'Close this list',
    new: 'Send a new request',
  },
  course: 'How it goes on',
  detail: {
    reason: 'Reason: {value}',
    amount: 'Amount: {value}',
    tracking: 'Consignment number: {value}',
    label: 'Label: {value}',
  },
  follow: 'Follow your request',
};
