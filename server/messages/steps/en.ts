/**
 * The life cycles of tickets: for agents, and as customers are told of them. In `message` the words in braces are filled in,
 * and a paragraph whose words have no value is left out.
 */
export const en = {
  panel: {
    title: 'Course',
    since: 'since {date}',
    next: 'What comes next',
    none: 'Nothing more is to be done.',
    history: 'How it came here',
    customer: 'the customer',
    itself: 'by itself',
    undecided: 'It can be solved when it has an outcome.',
    needed: 'needed',
    choose: 'Choose…',
    tell: 'Tell the customer',
    message: 'Message to the customer',
    solve: 'Solve the ticket with it',
    cancel: 'Cancel',
    done: '#{number}: {stage}',
  },
  step: {
    complaint: {
      examine: 'Begin to examine',
      decide: 'Decide',
      appeal: 'Note an appeal',
      withdraw: 'Note that it is withdrawn',
    },
    return: {
      approve: 'Approve',
      refuse: 'Refuse',
      reconsider: 'Look at it again',
      'send-label': 'Note that the label is sent',
      ship: 'Note that it is on its way',
      receive: 'Note that it has arrived',
      inspect: 'Inspect',
      refund: 'Note the refund',
      exchange: 'Note the exchange',
      'send-back': 'Send it back',
      withdraw: 'Note that it is withdrawn',
    },
    inquiry: {
      answer: 'Note as answered',
      reopen: 'Reopen',
    },
  },
  detail: {
    outcome: 'Decision',
    remedy: 'Remedy',
    reason: 'Reason, for the customer',
    amount: 'Amount',
    tracking: 'Consignment number',
    label: 'Label (link, or code for the counter)',
    condition: 'Condition',
    note: 'Note, for agents',
  },
  choice: {
    upheld: 'Upheld',
    'partly-upheld': 'Partly upheld',
    rejected: 'Rejected',
    repair: 'Repair',
    replacement: 'Replacement',
    'price-reduction': 'Price reduction',
    refund: 'Refund',
    apology: 'Apology',
    'as-new': 'As new',
    used: 'Used',
    damaged: 'Damaged',
    incomplete: 'Incomplete',
    'other-item': 'Another item',
  },
  /** The same as sentences of a message. */
  said: {
    upheld: 'Your complaint is justified.',
    'partly-upheld': 'Your complaint is justified in part.',
    rejected: 'We cannot agree with your complaint.',
    repair: 'We will repair the product.',
    replacement: 'You will get a replacement.',
    'price-reduction': 'We will reduce the price.',
    refund: 'We will refund the price.',
    apology: 'We apologise for what went wrong.',
  },
  message: {
    hello: 'Hello,',
    complaint: {
      examine:
        'We have begun to examine your complaint {number}. You will hear from us as soon as there is a decision.',
      decide:
        'We have examined your complaint {number}. {outcome}\n\nThe reason:\n{reason}\n\n{remedy}\n\nIf you do not agree, reply to this message, and somebody else will look at it again.',
      appeal: 'You do not agree with our decision on your complaint {number}. Somebody else will look at it again.',
      withdraw: 'As you wished, we have closed your complaint {number}.',
    },
    return: {
      approve:
        'You can send back what you asked about (return {number}).\n\nPlease send it to this address:\n{address}\n\nWrite the number {number} on the parcel.',
      refuse: 'We cannot accept your return {number}.\n\nThe reason:\n{reason}',
      reconsider: 'We are looking at your return {number} again.',
      'send-label': 'Here is the label for your return {number}:\n{label}\n\nConsignment number: {tracking}',
      ship: 'Your return {number} is on its way to us.\n\nConsignment number: {tracking}',
      receive: 'Your return {number} has arrived. We will inspect it and tell you what comes next.',
      inspect: 'We have inspected your return {number}. You will hear from us soon.',
      refund:
        'We have refunded {amount} for your return {number}. It can take a few days until you see it on your account.',
      exchange:
        'What you get in exchange for your return {number} is on its way to you.\n\nConsignment number: {tracking}',
      'send-back':
        'We are sending back what you returned ({number}).\n\nThe reason:\n{reason}\n\nConsignment number: {tracking}',
      withdraw: 'As you wished, we have closed your return {number}.',
    },
    inquiry: {
      answer: 'We have answered your question {number}. If anything is not clear, just reply to this message.',
      reopen: 'We are looking into your question {number} again.',
    },
  },
};

export type StepTexts = typeof en;
