import type { CallbackTexts } from './en.ts';

export const ro: CallbackTexts = {
  title: 'Te sunăm noi',
  lead: 'Alege o oră potrivită și te sunăm noi.',
  when: 'Când să te sunăm?',
  zone: 'Orele sunt cele din {zone}.',
  none: 'Nu mai este nicio oră liberă în zilele următoare. Te rugăm să ne scrii.',
  write: 'Scrie-ne',
  off: 'Deocamdată nu sunăm înapoi. Te rugăm să ne scrii.',
  name: 'Numele tău',
  phone: 'Număr de telefon',
  phoneHint: 'Cu prefixul țării, de exemplu +40 721 123 456.',
  email: 'Adresă de e-mail',
  emailHint: 'Acolo vine confirmarea, cu un link prin care muți sau anulezi apelul.',
  topic: 'Despre ce este vorba?',
  optional: 'opțional',
  send: 'Rezervă apelul',
  sending: 'Se rezervă…',
  errors: {
    time: 'Alege o oră.',
    taken: 'Ora aceasta tocmai s-a ocupat. Te rugăm să alegi alta.',
    phone: 'Nu putem suna la acest număr. Scrie-l cu prefixul țării, de exemplu +40 721 123 456.',
    email: 'Aceasta nu pare o adresă de e-mail, de ex. nume@example.com.',
    topic: 'Este prea lung: cel mult 500 de caractere.',
    many: 'Ai deja două apeluri rezervate. Mută sau anulează mai întâi unul dintre ele.',
    limited: 'Au venit prea multe cereri din rețeaua ta. Încearcă mai târziu.',
    away: 'Nu s-a putut salva acum. Te rugăm să trimiți din nou.',
  },
  own: {
    title: 'Apelul tău',
    booked: 'Te vom suna {time}, la numărul care se termină în {digits}.',
    again: 'Încă nu am reușit să vorbim cu tine. Încercăm din nou {time}, la numărul care se termină în {digits}.',
    none: 'Pentru această cerere nu este rezervat niciun apel.',
    move: 'Alege altă oră',
    moveButton: 'Mută apelul',
    cancel: 'Nu mai ai nevoie de apel?',
    cancelButton: 'Anulează apelul',
    link: 'Te sunăm noi',
    standing: 'Apelul tău: {time}',
    back: 'Înapoi la cerere',
  },
  done: {
    booked: 'Apelul este rezervat.',
    moved: 'Apelul a fost mutat.',
    cancelled: 'Apelul a fost anulat.',
  },
  ticket: {
    subject: 'Vă rog să mă sunați',
    text: 'Vă rog să mă sunați.',
  },
  letters: {
    booked: {
      subject: 'Apelul tău este rezervat [{number}]',
      text: 'Te vom suna {time}.\n\nAici poți muta sau anula apelul:\n{link}\n\nAcest mesaj a fost trimis automat.',
    },
    moved: {
      subject: 'Apelul tău a fost mutat [{number}]',
      text: 'Acum te vom suna {time}.\n\nAici poți muta sau anula apelul:\n{link}\n\nAcest mesaj a fost trimis automat.',
    },
    cancelled: {
      subject: 'Apelul tău este anulat [{number}]',
      text: 'Apelul de {time} este anulat.\n\nAici poți alege altă oră:\n{link}\n\nAcest mesaj a fost trimis automat.',
    },
    unreached: {
      subject: 'Nu am reușit să vorbim cu tine [{number}]',
      text: 'Te-am sunat de trei ori și nu am reușit să vorbim cu tine.\n\nAici poți alege altă oră:\n{link}\n\nPoți și să răspunzi la acest mesaj.',
    },
    'wrong-number': {
      subject: 'Numărul nu funcționează [{number}]',
      text: 'Am vrut să te sunăm, dar numărul pe care l-am primit nu este al tău sau nu funcționează.\n\nAici poți alege altă oră și poți corecta numărul:\n{link}\n\nPoți și să răspunzi la acest mesaj.',
    },
  },
};
