/** What the assistant says, and what it notes for agents. `{order}` and the like are filled in. */
export const en = {
  name: 'Assistant',
  intro: 'Hello! I am an automated assistant, not a person.',
  introOf: 'Hello! I am the automated assistant of {shop}, not a person.',
  offer: 'I can answer questions, take down a complaint or a return, or get a person for you. What can I do for you?',
  offerAgain: 'What else can I do for you?',
  topic: {
    inquiry: 'I have a question',
    complaint: 'I have a complaint',
    return: 'I want to return something',
    person: 'Talk to a person',
  },
  ask: 'What is your question?',
  unclear: 'I am not sure I have understood. What is it about?',
  welcome: 'You are welcome! Write again whenever you need something.',
  answer: 'I found this in our help pages, “{title}”:',
  /** By the language that the article is in. */
  answerElsewhere: {
    en: 'I found this in our help pages, only in English so far, “{title}”:',
    es: 'I found this in our help pages, only in Spanish so far, “{title}”:',
    ro: 'I found this in our help pages, only in Romanian so far, “{title}”:',
    pl: 'I found this in our help pages, only in Polish so far, “{title}”:',
    ru: 'I found this in our help pages, only in Russian so far, “{title}”:',
  },
  drafted: 'This answer was written by an AI language model, from our help pages:',
  more: 'The whole article: {url}',
  didItHelp: 'Did that help?',
  helped: { yes: 'Yes, thank you', no: 'No' },
  glad: 'Good to hear. Write again whenever you need something.',
  notFound:
    'I have not found a reliable answer to that. Could you put it in other words? Or I can get a person for you.',
  outOfScope:
    'That is something I cannot help with. I know about orders, delivery, returns, warranty and our products.',
  status: 'I cannot look into orders and requests myself. A colleague of mine can; shall I get one?',
  /** Proving an e-mail address by a code. */
  proof: {
    ask: 'Which e-mail address do you write to us from? I will send a code there.',
    sent: 'I have sent a code of six digits to {email}. Please write it here; it works for 15 minutes.',
    right:
      'Thank you, the code is right: this address is yours. My colleagues can now see what you have written to us from it.',
    wrong: 'This code is wrong or too old. Please look again, or write your e-mail address once more to get a new one.',
    left: 'All right, we leave it at that. What else can I do for you?',
    limited: 'Several codes have been sent lately. Please try again in a quarter of an hour.',
    off: 'I cannot send codes by e-mail at the moment.',
  },
  /** What is told of orders and requests, to whom they belong. */
  purchase: {
    number: 'What is the number of the order or the request?',
    prove: 'I tell that only to whom it belongs. Which e-mail address did you use? I will send a code there.',
    unknown:
      'I find nothing with the number {number} that belongs to an address that you have proved. Please look again, or shall I get a person?',
    offer:
      'If you write the e-mail address you ordered with, I will send a code there and can then look at the order. Or simply go on.',
    noOrder: 'I find no order {number} under your address. I will take it down all the same.',
    found: 'Order {number}, as I see it:',
    request: 'Request {number}: {stage}.',
    follow: 'You can follow it here: {url}',
  },
  fileReceived: 'Thank you, the file has arrived.',
  handover: {
    call: 'If you would rather be called, choose a time here: {url}',
    wish: 'Of course. I am passing you on to a person. They will see what you have written here and answer as soon as they are free.',
    anger:
      'I am sorry that this has gone wrong. I am passing you on to a person. They will see what you have written here and answer as soon as they are free.',
    noAnswer:
      'I do not know the answer, so I am passing you on to a person. They will see what you have written here and answer as soon as they are free.',
    notHelpful:
      'I am sorry. I am passing you on to a person. They will see what you have written here and answer as soon as they are free.',
    complaint:
      'Thank you. Your complaint is with us under number {number}. A person will look at it and answer you here.',
    return:
      'Thank you. Your return is with us under number {number}. A person will check it and tell you here how to send the item. Please keep it until then.',
  },
  form: {
    startComplaint: 'I am sorry about that. I will take it down for my colleagues; a few short questions.',
    startReturn: 'I will take down your return for my colleagues; a few short questions.',
    leave: 'You can write “cancel” or ask for a person at any time.',
    /** Above the fields of a form. */
    fill: 'Fill this in and send it, or simply answer in your own words.',
    question: {
      happened: 'What has happened?',
      order:
        'What is the order number? You will find it in the confirmation e-mail. If you do not have it, write “skip”.',
      product: 'Which product is it about?',
      quantity: 'How many of it?',
      reason: 'Why do you want to return it?',
      condition: 'What condition is it in?',
      wish: 'What would you like?',
    },
    again: {
      quantity: 'Please write a number from 1 to {bought}.',
      order: 'I could not find a number in that. Please write the order number, or “skip”.',
      wish: 'Please choose one, or say it in your own words.',
      confirm: 'Is that right? Please answer yes or no.',
    },
    name: {
      happened: 'What happened',
      order: 'Order',
      product: 'Product',
      quantity: 'How many',
      reason: 'Reason',
      condition: 'Condition',
      wish: 'Wish',
    },
    wish: { refund: 'Money back', replacement: 'A new one', repair: 'A repair', exchange: 'An exchange' },
    condition: {
      unopened: 'Unopened',
      opened: 'Opened, not used',
      used: 'Used',
      damaged: 'Damaged or faulty',
    },
    skip: 'Skip',
    unknown: 'not stated',
    summary: 'This is what I have noted:',
    confirm: 'Is that right?',
    choice: { yes: 'Yes, send it', change: 'Change something', cancel: 'Cancel' },
    whichToChange: 'What shall I change?',
    cancelled: 'All right, I have dropped that. What else can I do for you?',
  },
  note: {
    summary: 'Summary by the assistant',
    wants: 'It is about: {type}',
    tried: 'Article shown: {title}',
    unconfirmed: 'The details were not confirmed by the customer.',
    lastMessage: 'Last message: “{text}”',
    type: { complaint: 'complaint', return: 'return', inquiry: 'inquiry' },
    reason: {
      wish: 'the customer asked for a person',
      anger: 'the customer is angry',
      noAnswer: 'no answer found',
      notHelpful: 'the answer did not help',
      complaint: 'complaint taken down',
      return: 'return taken down',
    },
  },
};

export type AssistantTexts = typeof en;
