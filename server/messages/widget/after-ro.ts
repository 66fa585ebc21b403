import type { AfterTexts } from './after-en.ts';

export const ro: AfterTexts = {
  notNow: 'Nu acum',
  save: 'Salvează',
  addressTitle: 'Pleci? Îți putem răspunde prin e-mail.',
  addressHint:
    'Dacă nu ești aici când răspundem, îți scriem acolo. Răspunde la acel mesaj și ajunge la aceeași solicitare.',
  addressLabel: 'tu@exemplu.ro',
  addressWrong: 'Aceasta nu este o adresă de e-mail.',
  addressKept: 'Dacă pleci, răspunsul nostru ajunge la {address}.',
  transcriptTo: 'Lasă gol pentru {address}.',
  transcriptSent: 'Discuția este pe drum.',
  transcriptLimited: 'S-a cerut de mai multe ori de curând. Încearcă peste o oră.',
  transcriptOff: 'Nu s-a putut trimite acolo.',
  rateTitle: 'Cum ne-am descurcat?',
  rateThanks: 'Mulțumim că ne-ai spus!',
  rateComment: 'Ce putem face mai bine?',
  scores: ['Foarte slab', 'Slab', 'Așa și așa', 'Bine', 'Foarte bine'],
};
