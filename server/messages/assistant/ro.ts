import type { AssistantTexts } from './en.ts';

export const ro: AssistantTexts = {
  name: 'Asistent',
  intro: 'Bună! Sunt un asistent automat, nu o persoană.',
  introOf: 'Bună! Sunt asistentul automat al magazinului {shop}, nu o persoană.',
  offer:
    'Pot răspunde la întrebări, pot nota o reclamație sau un retur ori te pot pune în legătură cu o persoană. Cu ce te ajut?',
  offerAgain: 'Cu ce te mai pot ajuta?',
  topic: {
    inquiry: 'Am o întrebare',
    complaint: 'Am o reclamație',
    return: 'Vreau să returnez ceva',
    person: 'Vreau o persoană',
  },
  ask: 'Care este întrebarea ta?',
  unclear: 'Nu sunt sigur că am înțeles. Despre ce este vorba?',
  welcome: 'Cu plăcere! Scrie din nou când ai nevoie de ceva.',
  answer: 'Am găsit asta în paginile de ajutor, „{title}”:',
  /** By the language that the article is in. */
  answerElsewhere: {
    en: 'Am găsit asta în paginile de ajutor, deocamdată doar în engleză, „{title}”:',
    es: 'Am găsit asta în paginile de ajutor, deocamdată doar în spaniolă, „{title}”:',
    ro: 'Am găsit asta în paginile de ajutor, deocamdată doar în română, „{title}”:',
    pl: 'Am găsit asta în paginile de ajutor, deocamdată doar în polonă, „{title}”:',
    ru: 'Am găsit asta în paginile de ajutor, deocamdată doar în rusă, „{title}”:',
  },
  drafted: 'Acest răspuns a fost scris de un model lingvistic (IA) din paginile noastre de ajutor:',
  more: 'Articolul întreg: {url}',
  didItHelp: 'Te-a ajutat?',
  helped: { yes: 'Da, mulțumesc', no: 'Nu' },
  glad: 'Mă bucur. Scrie din nou când ai nevoie de ceva.',
  notFound: 'Nu am găsit un răspuns sigur. Poți spune cu alte cuvinte? Sau te pun în legătură cu o persoană.',
  outOfScope: 'Cu asta nu te pot ajuta. Știu despre comenzi, livrare, retururi, garanție și produsele noastre.',
  status: 'Nu pot vedea comenzile și cererile. O persoană din echipă poate; te pun în legătură cu ea?',
  /** Proving an e-mail address by a code. */
  proof: {
    ask: 'De la ce adresă de e-mail ne scrii? Voi trimite un cod acolo.',
    sent: 'Am trimis un cod de șase cifre la {email}. Scrie-l aici; este valabil 15 minute.',
    right: 'Mulțumesc, codul este corect: adresa este a ta. Colegii mei pot vedea acum ce ne-ai scris de la ea.',
    wrong: 'Codul este greșit sau prea vechi. Mai uită-te o dată sau scrie din nou adresa de e-mail pentru un cod nou.',
    left: 'Bine, lăsăm așa. Cu ce te mai pot ajuta?',
    limited: 'Au fost trimise mai multe coduri de curând. Încearcă din nou peste un sfert de oră.',
    off: 'Momentan nu pot trimite coduri prin e-mail.',
  },
  purchase: {
    number: 'Care este numărul comenzii sau al solicitării?',
    prove: 'Spun asta doar cui îi aparține. Ce adresă de e-mail ai folosit? Voi trimite acolo un cod.',
    unknown:
      'Nu găsesc nimic cu numărul {number} care să țină de o adresă dovedită de tine. Mai verifică o dată sau te pun în legătură cu o persoană?',
    offer:
      'Dacă scrii adresa de e-mail cu care ai comandat, trimit acolo un cod și pot verifica comanda. Sau mergi mai departe.',
    noOrder: 'Nu găsesc comanda {number} la adresa ta. O notez oricum.',
    found: 'Comanda {number}, iată ce văd:',
    request: 'Solicitarea {number}: {stage}.',
    follow: 'O poți urmări aici: {url}',
  },
  fileReceived: 'Mulțumesc, fișierul a ajuns.',
  handover: {
    call: 'Dacă preferi să te sunăm, alege o oră aici: {url}',
    wish: 'Desigur. Te pun în legătură cu o persoană. Va vedea ce ai scris aici și îți va răspunde imediat ce este liberă.',
    anger:
      'Îmi pare rău pentru ce s-a întâmplat. Te pun în legătură cu o persoană. Va vedea ce ai scris aici și îți va răspunde imediat ce este liberă.',
    noAnswer:
      'Nu știu răspunsul, așa că te pun în legătură cu o persoană. Va vedea ce ai scris aici și îți va răspunde imediat ce este liberă.',
    notHelpful:
      'Îmi pare rău. Te pun în legătură cu o persoană. Va vedea ce ai scris aici și îți va răspunde imediat ce este liberă.',
    complaint: 'Mulțumesc. Reclamația ta este la noi cu numărul {number}. O persoană o verifică și îți răspunde aici.',
    return:
      'Mulțumesc. Returul tău este la noi cu numărul {number}. O persoană îl verifică și îți spune aici cum trimiți produsul. Te rog păstrează-l până atunci.',
  },
  form: {
    startComplaint: 'Îmi pare rău. Notez totul pentru colegi; câteva întrebări scurte.',
    startReturn: 'Notez returul tău pentru colegi; câteva întrebări scurte.',
    leave: 'Poți scrie oricând „anulează” sau poți cere o persoană.',
    /** Above the fields of a form. */
    fill: 'Completează și trimite, sau răspunde pur și simplu cu cuvintele tale.',
    question: {
      happened: 'Ce s-a întâmplat?',
      order: 'Care este numărul comenzii? Îl găsești în e-mailul de confirmare. Dacă nu îl ai, scrie „sari”.',
      product: 'Despre ce produs este vorba?',
      quantity: 'Câte bucăți?',
      reason: 'De ce vrei să îl returnezi?',
      condition: 'În ce stare este?',
      wish: 'Ce ți-ai dori?',
    },
    again: {
      quantity: 'Scrie un număr de la 1 la {bought}.',
      order: 'Nu am găsit niciun număr acolo. Scrie numărul comenzii sau „sari”.',
      wish: 'Alege o variantă sau spune cu cuvintele tale.',
      confirm: 'Este corect? Răspunde cu da sau nu.',
    },
    name: {
      happened: 'Ce s-a întâmplat',
      order: 'Comanda',
      product: 'Produsul',
      quantity: 'Câte bucăți',
      reason: 'Motivul',
      condition: 'Starea',
      wish: 'Dorința',
    },
    wish: { refund: 'Banii înapoi', replacement: 'Unul nou', repair: 'Reparație', exchange: 'Schimb' },
    condition: {
      unopened: 'Nedesfăcut',
      opened: 'Desfăcut, nefolosit',
      used: 'Folosit',
      damaged: 'Deteriorat sau defect',
    },
    skip: 'Sari',
    unknown: 'nespecificat',
    summary: 'Am notat așa:',
    confirm: 'Este corect?',
    choice: { yes: 'Da, trimite', change: 'Schimbă ceva', cancel: 'Anulează' },
    whichToChange: 'Ce să schimb?',
    cancelled: 'Bine, am renunțat. Cu ce te mai pot ajuta?',
  },
  note: {
    summary: 'Rezumatul asistentului',
    wants: 'Este vorba despre: {type}',
    tried: 'Articol arătat: {title}',
    unconfirmed: 'Clientul nu a confirmat datele.',
    lastMessage: 'Ultimul mesaj: „{text}”',
    type: { complaint: 'reclamație', return: 'retur', inquiry: 'întrebare' },
    reason: {
      wish: 'clientul a cerut o persoană',
      anger: 'clientul este supărat',
      noAnswer: 'nu s-a găsit un răspuns',
      notHelpful: 'răspunsul nu a ajutat',
      complaint: 'reclamație notată',
      return: 'retur notat',
    },
  },
};
