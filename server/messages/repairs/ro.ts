import type { RepairTexts } from './en.ts';

export const ro: RepairTexts = {
  mail: {
    offered: {
      subject: 'Alege o oră pentru reparația ta [{number}]',
      text: 'Putem face acest lucru pentru tine:\n{work}\n\n{charge}\n\nAlege aici o oră care ți se potrivește:\n{link}\n\n{automatic}',
    },
    booked: {
      subject: 'Reparația ta este programată: {day} [{number}]',
      text: 'Ora ta este rezervată: {when}.\n{where}\n\n{work}\n{charge}\n\nDacă nu ți se mai potrivește, mut-o sau anuleaz-o aici:\n{link}\n\nFișierul atașat o adaugă în calendarul tău.\n\n{automatic}',
    },
    moved: {
      subject: 'Reparația ta are o oră nouă: {day} [{number}]',
      text: 'Reparația ta are o oră nouă: {when}.\n{where}\n\n{work}\n{charge}\n\nMut-o sau anuleaz-o aici:\n{link}\n\nFișierul atașat o schimbă în calendarul tău.\n\n{automatic}',
    },
    cancelled: {
      subject: 'Reparația ta a fost anulată [{number}]',
      text: 'Această reparație a fost anulată, iar ora ei este din nou liberă:\n{when}\n\n{work}\n\nDacă mai ai nevoie de ea, răspunde la acest mesaj.\n\n{automatic}',
    },
    withdrawn: {
      subject: 'Reparația ta a fost anulată [{number}]',
      text: 'Această reparație a fost anulată:\n{work}\n\nDacă mai ai nevoie de ea, răspunde la acest mesaj.\n\n{automatic}',
    },
    remind: {
      subject: 'Memento: reparația ta, {day} [{number}]',
      text: 'Îți amintim de reparația ta: {when}.\n{where}\n\n{work}\n\nDacă nu ți se mai potrivește, mut-o sau anuleaz-o aici:\n{link}\n\n{automatic}',
    },
    automatic: 'Acest mesaj a fost trimis automat.',
  },
  summary: 'Reparație ({number})',
  visit: 'Venim la tine: {address}.',
  visitUnknown: 'Venim la tine.',
  come: 'Te așteptăm la {name}, {address}.',
  comeBare: 'Te așteptăm la {name}.',
  warranty: 'Este acoperită de garanție: nu te costă nimic.',
  free: 'Nu te costă nimic.',
  price: 'Costă {price}.',
  priceOpen: 'Costă {price}. Nimic nu este rezervat înainte să accepți acest preț.',
  page: {
    title: 'Reparația ta',
    back: 'Înapoi la solicitarea ta',
    onRequest: {
      offered: 'Alege o oră pentru reparația ta',
      booked: 'Reparația ta: {when}',
    },
    states: {
      offered: 'Ora mai trebuie aleasă',
      booked: 'Programată',
      done: 'Făcută',
      'not-done': 'Nu s-a putut face',
      cancelled: 'Anulată',
    },
    choose: 'Alege o oră',
    move: 'Alege altă oră',
    times: 'Ore libere',
    zone: 'Orele sunt cele din {zone}.',
    accept: 'Accept prețul de {price}',
    book: 'Rezervă această oră',
    moveTo: 'Mută la această oră',
    later: 'Ore mai târzii',
    sooner: 'Cele mai apropiate ore',
    cancelTitle: 'Nu mai ai nevoie de ea?',
    reason: 'De ce? (opțional)',
    cancel: 'Anulează reparația',
    none: 'Momentan nu este nicio oră liberă. Scrie-ne și vom găsi una.',
    region: 'Încă nu avem pe nimeni în zona ta. Scrie-ne și vom găsi o soluție.',
    parts: 'Piese folosite',
    began: 'A început deja: scrie-ne dacă se schimbă ceva.',
    done: {
      booked: 'Ora ta este rezervată.',
      moved: 'Reparația ta are o oră nouă.',
      cancelled: 'Reparația ta a fost anulată.',
    },
    errors: {
      choose: 'Te rugăm să alegi o oră.',
      accept: 'Te rugăm să accepți mai întâi prețul.',
      taken: 'Altcineva tocmai a luat această oră. Te rugăm să alegi alta.',
      over: 'Acest lucru nu mai este posibil.',
    },
  },
};
