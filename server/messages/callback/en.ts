/** Words for customers who want to be called: pages and letters. `{time}`, `{link}` and others are filled in. */
export const en = {
  title: 'Have us call you',
  lead: 'Choose a time that suits you, and we call you.',
  when: 'When shall we call?',
  zone: 'Times as in {zone}.',
  none: 'There is no free time in the next days. Please write to us instead.',
  write: 'Write to us',
  off: 'We do not call back at the moment. Please write to us instead.',
  name: 'Your name',
  phone: 'Telephone number',
  phoneHint: 'With the prefix of your country, for example +40 721 123 456.',
  email: 'E-mail address',
  emailHint: 'The confirmation goes there, with a link to move or cancel the call.',
  topic: 'What is it about?',
  optional: 'optional',
  send: 'Book the call',
  sending: 'Booking…',
  errors: {
    time: 'Choose a time.',
    taken: 'This time has just been taken. Please choose another one.',
    phone: 'We cannot call this number. Write it with the prefix of your country, for example +40 721 123 456.',
    email: 'This does not look like an e-mail address, e.g. name@example.com.',
    topic: 'This is too long: at most 500 characters.',
    many: 'Two calls are booked for you already. Move or cancel one of them first.',
    limited: 'Too much has come from your network. Please try again later.',
    away: 'This could not be stored just now. Please send it again.',
  },
  own: {
    title: 'Your call',
    booked: 'We will call you on {time}, on the number that ends in {digits}.',
    again: 'We could not reach you yet. We will try again on {time}, on the number that ends in {digits}.',
    none: 'No call is booked for this request.',
    move: 'Choose another time',
    moveButton: 'Move the call',
    cancel: 'You do not need the call any more?',
    cancelButton: 'Cancel the call',
    link: 'Have us call you',
    standing: 'Your call: {time}',
    back: 'Back to the request',
  },
  done: {
    booked: 'The call is booked.',
    moved: 'The call is moved.',
    cancelled: 'The call is cancelled.',
  },
  ticket: {
    subject: 'Please call me back',
    text: 'Please call me back.',
  },
  letters: {
    booked: {
      subject: 'Your call is booked [{number}]',
      text: 'We will call you on {time}.\n\nHere you can move or cancel the call:\n{link}\n\nThis message was sent automatically.',
    },
    moved: {
      subject: 'Your call is moved [{number}]',
      text: 'We will now call you on {time}.\n\nHere you can move or cancel the call:\n{link}\n\nThis message was sent automatically.',
    },
    cancelled: {
      subject: 'Your call is cancelled [{number}]',
      text: 'The call on {time} is cancelled.\n\nHere you can choose another time:\n{link}\n\nThis message was sent automatically.',
    },
    unreached: {
      subject: 'We could not reach you [{number}]',
      text: 'We have tried to call you three times and did not reach you.\n\nHere you can choose another time:\n{link}\n\nYou can also just reply to this message.',
    },
    'wrong-number': {
      subject: 'The number does not work [{number}]',
      text: 'We wanted to call you, but the number that we were given is not yours or does not work.\n\nHere you can choose another time and correct the number:\n{link}\n\nYou can also just reply to this message.',
    },
  },
};
export type CallbackTexts = typeof en;
