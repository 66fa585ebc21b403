import type { AssistantTexts } from './en.ts';

export const pl: AssistantTexts = {
  name: 'Asystent',
  intro: 'Dzień dobry! Jestem automatycznym asystentem, nie człowiekiem.',
  introOf: 'Dzień dobry! Jestem automatycznym asystentem sklepu {shop}, a nie człowiekiem.',
  offer: 'Mogę odpowiedzieć na pytania, przyjąć reklamację lub zwrot albo połączyć z człowiekiem. W czym pomóc?',
  offerAgain: 'W czym jeszcze mogę pomóc?',
  topic: {
    inquiry: 'Mam pytanie',
    complaint: 'Mam reklamację',
    return: 'Chcę coś zwrócić',
    person: 'Rozmowa z człowiekiem',
  },
  ask: 'Jakie jest pytanie?',
  unclear: 'Nie mam pewności, czy dobrze rozumiem. O co chodzi?',
  welcome: 'Nie ma za co! Proszę pisać, gdy znów będę potrzebny.',
  answer: 'Znalazłem to na naszych stronach pomocy, „{title}”:',
  /** By the language that the article is in. */
  answerElsewhere: {
    en: 'Znalazłem to na naszych stronach pomocy, na razie tylko po angielsku, „{title}”:',
    es: 'Znalazłem to na naszych stronach pomocy, na razie tylko po hiszpańsku, „{title}”:',
    ro: 'Znalazłem to na naszych stronach pomocy, na razie tylko po rumuńsku, „{title}”:',
    pl: 'Znalazłem to na naszych stronach pomocy, na razie tylko po polsku, „{title}”:',
    ru: 'Znalazłem to na naszych stronach pomocy, na razie tylko po rosyjsku, „{title}”:',
  },
  drafted: 'Tę odpowiedź napisał model językowy (AI) na podstawie naszych stron pomocy:',
  more: 'Cały artykuł: {url}',
  didItHelp: 'Czy to pomogło?',
  helped: { yes: 'Tak, dziękuję', no: 'Nie' },
  glad: 'Cieszę się. Proszę pisać, gdy znów będę potrzebny.',
  notFound: 'Nie znalazłem pewnej odpowiedzi. Czy można to ująć inaczej? Mogę też połączyć z człowiekiem.',
  outOfScope: 'W tym nie mogę pomóc. Znam się na zamówieniach, dostawie, zwrotach, gwarancji i naszych produktach.',
  status: 'Nie mam wglądu w zamówienia i zgłoszenia. Ma go ktoś z zespołu; czy przekazać rozmowę?',
  /** Proving an e-mail address by a code. */
  proof: {
    ask: 'Z jakiego adresu e-mail do nas piszesz? Wyślę tam kod.',
    sent: 'Kod złożony z sześciu cyfr został wysłany na adres {email}. Wpisz go tutaj; działa przez 15 minut.',
    right:
      'Dziękuję, kod się zgadza: ten adres należy do Ciebie. Moi współpracownicy widzą teraz, co z niego do nas napisano.',
    wrong:
      'Ten kod jest błędny lub zbyt stary. Sprawdź go jeszcze raz albo napisz ponownie swój adres e-mail, aby dostać nowy.',
    left: 'Dobrze, zostawmy to. W czym jeszcze mogę pomóc?',
    limited: 'Niedawno wysłano już kilka kodów. Spróbuj ponownie za kwadrans.',
    off: 'W tej chwili nie mogę wysyłać kodów e-mailem.',
  },
  purchase: {
    number: 'Jaki jest numer zamówienia lub zgłoszenia?',
    prove: 'Mówię to tylko osobie, której to dotyczy. Jakiego adresu e-mail użyto? Wyślę tam kod.',
    unknown:
      'Nie znajduję niczego pod numerem {number}, co należy do potwierdzonego adresu. Proszę sprawdzić jeszcze raz albo mogę przekazać rozmowę człowiekowi.',
    offer:
      'Po podaniu adresu e-mail z zamówienia wyślę tam kod i będę mógł sprawdzić zamówienie. Można też po prostu iść dalej.',
    noOrder: 'Nie znajduję zamówienia {number} pod tym adresem. Mimo to je zapiszę.',
    found: 'Zamówienie {number} – oto co widzę:',
    request: 'Zgłoszenie {number}: {stage}.',
    follow: 'Sprawę można śledzić tutaj: {url}',
  },
  fileReceived: 'Dziękuję, plik dotarł.',
  handover: {
    call: 'Jeśli wolisz rozmowę telefoniczną, wybierz porę tutaj: {url}',
    wish: 'Oczywiście. Przekazuję rozmowę człowiekowi. Zobaczy, co tu napisano, i odpowie, gdy tylko będzie wolny.',
    anger:
      'Przykro mi, że tak wyszło. Przekazuję rozmowę człowiekowi. Zobaczy, co tu napisano, i odpowie, gdy tylko będzie wolny.',
    noAnswer:
      'Nie znam odpowiedzi, więc przekazuję rozmowę człowiekowi. Zobaczy, co tu napisano, i odpowie, gdy tylko będzie wolny.',
    notHelpful:
      'Przykro mi. Przekazuję rozmowę człowiekowi. Zobaczy, co tu napisano, i odpowie, gdy tylko będzie wolny.',
    complaint: 'Dziękuję. Reklamacja jest u nas pod numerem {number}. Zajmie się nią człowiek i odpowie tutaj.',
    return:
      'Dziękuję. Zwrot jest u nas pod numerem {number}. Sprawdzi go człowiek i napisze tutaj, jak odesłać produkt. Do tego czasu proszę go zachować.',
  },
  form: {
    startComplaint: 'Przykro mi. Zapiszę to dla zespołu; kilka krótkich pytań.',
    startReturn: 'Zapiszę zwrot dla zespołu; kilka krótkich pytań.',
    leave: 'W każdej chwili można napisać „anuluj” albo poprosić o człowieka.',
    /** Above the fields of a form. */
    fill: 'Wypełnij to i wyślij albo po prostu odpowiedz własnymi słowami.',
    question: {
      happened: 'Co się stało?',
      order:
        'Jaki jest numer zamówienia? Jest w e-mailu z potwierdzeniem. Jeśli go nie ma pod ręką, proszę napisać „pomiń”.',
      product: 'O jaki produkt chodzi?',
      quantity: 'Ile sztuk?',
      reason: 'Jaki jest powód zwrotu?',
      condition: 'W jakim jest stanie?',
      wish: 'Jakie rozwiązanie by odpowiadało?',
    },
    again: {
      quantity: 'Proszę napisać liczbę od 1 do {bought}.',
      order: 'Nie widzę tu numeru. Proszę podać numer zamówienia albo napisać „pomiń”.',
      wish: 'Proszę wybrać jedną możliwość albo powiedzieć własnymi słowami.',
      confirm: 'Czy to się zgadza? Proszę odpowiedzieć tak lub nie.',
    },
    name: {
      happened: 'Co się stało',
      order: 'Zamówienie',
      product: 'Produkt',
      quantity: 'Liczba sztuk',
      reason: 'Powód',
      condition: 'Stan',
      wish: 'Życzenie',
    },
    wish: { refund: 'Zwrot pieniędzy', replacement: 'Nowy egzemplarz', repair: 'Naprawa', exchange: 'Wymiana' },
    condition: {
      unopened: 'Nieotwarty',
      opened: 'Otwarty, nieużywany',
      used: 'Używany',
      damaged: 'Uszkodzony lub wadliwy',
    },
    skip: 'Pomiń',
    unknown: 'nie podano',
    summary: 'Zapisałem tak:',
    confirm: 'Czy to się zgadza?',
    choice: { yes: 'Tak, wyślij', change: 'Zmień coś', cancel: 'Anuluj' },
    whichToChange: 'Co zmienić?',
    cancelled: 'Dobrze, anulowane. W czym jeszcze mogę pomóc?',
  },
  note: {
    summary: 'Podsumowanie asystenta',
    wants: 'Chodzi o: {type}',
    tried: 'Pokazany artykuł: {title}',
    unconfirmed: 'Klient nie potwierdził danych.',
    lastMessage: 'Ostatnia wiadomość: „{text}”',
    type: { complaint: 'reklamacja', return: 'zwrot', inquiry: 'pytanie' },
    reason: {
      wish: 'klient poprosił o człowieka',
      anger: 'klient jest zdenerwowany',
      noAnswer: 'nie znaleziono odpowiedzi',
      notHelpful: 'odpowiedź nie pomogła',
      complaint: 'przyjęto reklamację',
      return: 'przyjęto zwrot',
    },
  },
};
