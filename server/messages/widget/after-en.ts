/** Texts of what the widget asks besides talking: an address, a rating. Fetched with that part of it. */
export const en = {
  notNow: 'Not now',
  save: 'Save',
  addressTitle: 'Leaving? We can answer by e-mail.',
  addressHint:
    'If you are away when we answer, it goes there. Reply to that mail, and it comes back into this chat’s ticket.',
  addressLabel: 'you@example.com',
  addressWrong: 'This is not an e-mail address.',
  addressKept: 'If you are away, our answer goes to {address}.',
  transcriptTo: 'Leave it empty for {address}.',
  transcriptSent: 'The transcript is on its way.',
  transcriptLimited: 'That was asked for several times lately. Try again in an hour.',
  transcriptOff: 'It could not be sent there.',
  rateTitle: 'How did we do?',
  rateThanks: 'Thank you for telling us!',
  rateComment: 'What could be better?',
  scores: ['Very bad', 'Bad', 'So-so', 'Good', 'Very good'] as string[],
};

export type AfterTexts = typeof en;
