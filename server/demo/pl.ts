import type { Sample } from './sample.ts';

export const pl: readonly Sample[] = [
  {
    channel: 'email',
    type: 'inquiry',
    from: 'Agnieszka Wójcik',
    age: 2.5,
    status: 'new',
    team: 'orders',
    subject: 'Gdzie jest moja paczka? Zamówienie VS-48261',
    thread: [
      [
        'customer',
        'Dzień dobry,\n\nw poniedziałek zamówiłam czytnik e-booków (VS-48261). Od środy status to „w drodze do sortowni” i nic się nie zmienia. Infolinia kuriera odsyła mnie do sklepu. Czy mogą Państwo to sprawdzić? W sobotę wyjeżdżam.\n\nPozdrawiam\nAgnieszka Wójcik',
      ],
    ],
  },
  {
    channel: 'email',
    type: 'return',
    from: 'Piotr Lewandowski',
    age: 29,
    status: 'pending',
    team: 'returns',
    tags: ['14-days'],
    subject: 'Zwrot ekspresu do kawy',
    thread: [
      [
        'customer',
        'Witam, chciałbym zwrócić ekspres z zamówienia VS-47951. Działa, ale jest za głośny, budzi dziecko. Użyty trzy razy, umyty, mam całe opakowanie.',
      ],
      [
        'agent',
        'Dzień dobry, Panie Piotrze,\n\noczywiście, mieści się Pan w terminie 14 dni. Etykieta zwrotna czeka w zakładce „Moje zamówienia”. Proszę opróżnić zbiornik na wodę przed zapakowaniem. Pieniądze wrócą na kartę najpóźniej pięć dni roboczych po dotarciu paczki.',
      ],
      ['customer', 'Dziękuję, paczka nadana w paczkomacie. Czy mają Państwo coś cichszego?'],
      [
        'agent',
        'Barista Silent ma młynek ceramiczny i jest mniej więcej o połowę cichszy. Mogę odłożyć jeden egzemplarz do piątku.',
      ],
    ],
  },
  {
    channel: 'email',
    type: 'complaint',
    from: 'Katarzyna Dąbrowska',
    age: 72,
    status: 'open',
    priority: 'high',
    team: 'returns',
    tags: ['damaged'],
    subject: 'Uszkodzona pralka w dniu dostawy',
    thread: [
      [
        'customer',
        'Dostarczona dziś pralka (VS-47671) ma wgnieciony bok i nie domyka się jej drzwiczek. Kurierzy zostawili ją i odjechali. Mam małe dziecko i stos prania. Proszę o pilną wymianę.',
      ],
      [
        'agent',
        'Szanowna Pani Katarzyno,\n\nbardzo przepraszam za tę sytuację. Nowa pralka jest zarezerwowana. Ekipa przywiezie ją jutro między 8 a 12, podłączy i zabierze uszkodzoną. Czy ta godzina Pani odpowiada?',
      ],
      ['note', 'Ekipa potwierdzona na jutro rano, trzecie piętro bez windy, dwie osoby.'],
      ['customer', 'Tak, będę w domu. Proszę tylko, żeby zadzwonili wcześniej.'],
    ],
  },
  {
    channel: 'webchat',
    type: 'inquiry',
    from: 'Kuba',
    age: 8,
    status: 'solved',
    team: 'technical',
    thread: [
      ['customer', 'cześć, słuchawki parują się z telefonem, ale z laptopem już nie'],
      [
        'agent',
        'Cześć! Słuchawki łączą się naraz z dwoma urządzeniami. Jeśli trzecie ma się połączyć, trzeba rozłączyć jedno z nich. Ile urządzeń jest teraz połączonych?',
      ],
      ['customer', 'telefon i tablet... rozłączyłem tablet i działa, dzięki!'],
    ],
  },
  {
    channel: 'form',
    type: 'complaint',
    from: 'Tomasz Kamiński',
    age: 47,
    status: 'pending',
    team: 'orders',
    fields: { order: 'VS-47842', product: 'Router Mesh AX' },
    subject: 'Niezgodna cena na fakturze',
    thread: [
      [
        'customer',
        'W dniu zakupu router kosztował 399 zł w promocji, a na fakturze jest 449 zł. Mam zrzut ekranu. Proszę o zwrot różnicy.',
      ],
      [
        'agent',
        'Dzień dobry,\n\nma Pan rację, promocja nie naliczyła się przez błąd w koszyku. Zwrot 50 zł zleciłem przed chwilą, a poprawiona faktura jest na Pana koncie. Czy kwota już dotarła?',
      ],
    ],
  },
  {
    channel: 'form',
    type: 'return',
    from: 'Magdalena Zając',
    age: 12,
    status: 'new',
    team: 'returns',
    fields: { order: 'VS-48188', product: 'Czajnik K2', wish: 'wymiana' },
    subject: 'Wymiana czajnika na inny kolor',
    thread: [
      [
        'customer',
        'Proszę o wymianę czerwonego czajnika na czarny. Nieużywany, w oryginalnym opakowaniu. Czy kurier może od razu zabrać ten pierwszy?',
      ],
    ],
  },
  {
    channel: 'email',
    type: 'inquiry',
    from: 'Michał Szymański',
    age: 130,
    status: 'solved',
    team: 'technical',
    tags: ['warranty'],
    subject: 'Gwarancja na spuchniętą baterię',
    thread: [
      [
        'customer',
        'W telefonie Nova 5 odkleja się tył, chyba puchnie bateria. Kupiony 20 miesięcy temu. Czy obejmuje to gwarancja?',
      ],
      [
        'agent',
        'Dzień dobry, tak, gwarancja trwa 24 miesiące i obejmuje baterię. Proszę wyłączyć telefon i już go nie ładować. Dziś wysyłamy specjalne pudełko do bezpiecznej wysyłki.',
      ],
      ['customer', 'Pudełko dotarło, telefon wysłany.'],
      ['agent', 'Telefon dostał nową baterię i nową tylną szybkę, jutro wraca do Pana.'],
      ['customer', 'Już jest, działa jak nowy. Dziękuję!'],
    ],
  },
  {
    channel: 'email',
    type: 'inquiry',
    from: 'Joanna Pawlak',
    age: 25,
    status: 'open',
    team: 'orders',
    tags: ['invoice'],
    subject: 'Faktura na firmę',
    thread: [
      [
        'customer',
        'Proszę o fakturę do zamówienia VS-47761 na firmę Pawlak Studio, NIP 123-456-78-90. Czy da się to jeszcze zmienić?',
      ],
      ['agent', 'Dzień dobry, tak, do końca miesiąca. Proszę jeszcze o adres firmy i od razu wystawię korektę.'],
      ['customer', 'ul. Długa 5, Gdańsk. Dziękuję!'],
    ],
  },
  {
    channel: 'webchat',
    type: 'inquiry',
    from: 'Ola',
    age: 0.3,
    status: 'new',
    team: 'technical',
    thread: [['customer', 'Hej, czy do laptopa Volt 14 mogę sama dołożyć pamięć, czy stracę gwarancję?']],
  },
  {
    channel: 'api',
    type: 'inquiry',
    from: 'Szkoła Podstawowa nr 12',
    age: 20,
    status: 'new',
    priority: 'low',
    team: 'orders',
    tags: ['call-back'],
    subject: 'Prośba o telefon: 15 tabletów do klasy',
    thread: [
      [
        'customer',
        'Telefon o 9:40, prośba o oddzwonienie. Szkoła chce zamówić 15 tabletów z etui, płatność przelewem z terminem 30 dni. Kontakt w sekretariacie do 15:00.',
      ],
    ],
  },
  {
    channel: 'email',
    type: 'complaint',
    from: 'Robert Kozłowski',
    age: 180,
    status: 'closed',
    team: 'orders',
    subject: 'Paczka zostawiona pod drzwiami',
    thread: [
      ['customer', 'Kurier zostawił paczkę z aparatem pod drzwiami w bloku. Każdy mógł ją zabrać.'],
      [
        'agent',
        'Dzień dobry, przepraszamy, tak nie powinno być. Do Pana adresu dopisaliśmy „tylko do rąk własnych”, a sprawę zgłosiliśmy firmie kurierskiej.',
      ],
      ['customer', 'Dziękuję za szybką reakcję.'],
    ],
  },
  {
    channel: 'email',
    type: 'inquiry',
    from: 'Ewa Jabłońska',
    age: 58,
    status: 'snoozed',
    team: 'technical',
    subject: 'Kiedy aktualizacja projektora?',
    thread: [
      ['customer', 'Projektor Lumina gubi Wi-Fi. Podobno ma wyjść aktualizacja. Wiadomo kiedy?'],
      [
        'agent',
        'Dzień dobry, producent zapowiada wersję 2.4 na przyszły tydzień. Zostawiam Pani sprawę otwartą i napiszę w dniu premiery.',
      ],
    ],
  },
];
