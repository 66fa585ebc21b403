import type { RequestsTexts } from './requests-en.ts';

export const ro: RequestsTexts = {
  requestsTitle: 'Solicitările mele',
  requestsHint:
    'De pe toate canalele. Mai întâi ne asigurăm că sunt ale dumneavoastră: trimitem un cod la adresa de e-mail.',
  address: 'Adresa dumneavoastră de e-mail',
  sendCode: 'Trimiteți-mi un cod',
  wrongAddress: 'Aceasta nu este o adresă de e-mail.',
  codeSent: 'Un cod de șase cifre este pe drum către {email}. Este valabil 15 minute.',
  code: 'Codul din e-mail',
  show: 'Arată solicitările mele',
  codeWrong: 'Codul este greșit sau prea vechi. Introduceți-l pe cel din ultimul e-mail sau cereți altul.',
  other: 'Altă adresă sau un cod nou',
  limited: 'S-au cerut prea multe coduri. Încercați din nou peste o oră.',
  off: 'Acum nu se pot trimite e-mailuri. Întrebați-ne în chat.',
  failed: 'Nu există conexiune. Încercați din nou peste un moment.',
  none: 'Nu aveți încă nicio solicitare.',
  states: { open: 'Ne ocupăm de ea', waiting: 'Așteptăm răspunsul dumneavoastră', over: 'Rezolvată' },
  due: 'Vei primi vești de la noi până pe {date}.',
  number: 'Solicitarea {number}',
  ask: 'Întreabă despre ea',
  about: 'Am o întrebare despre solicitarea {number}.',
  loading: 'Căutăm solicitările…',
};
