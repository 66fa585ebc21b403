import type { Language } from '../../../../server/tickets/envelopes.ts';

/** A draft that is true to its article, and one fact of it with what it is altered to. */
export interface TrueDraft {
  language: Language;
  /** Key of the article. */
  article: string;
  question: string;
  text: string;
  altered: [from: string, to: string];
}

type Row = [question: string, text: string, from: string, to: string];

const of = (language: Language, article: string, rows: Row[]): TrueDraft[] =>
  rows.map(([question, text, from, to]) => ({ language, article, question, text, altered: [from, to] }));

/** Written as a language model writes them that was told to stay close to the passages. */
export const TRUE_DRAFTS: TrueDraft[] = [
  ...of('en', 'return-an-item', [
    [
      'how long do i have to send something back?',
      'You have 30 days from the day of delivery to send back what you bought, and you do not have to give a reason [1]. You may try the item as you would in a shop [1].',
      '30 days',
      '60 days',
    ],
    [
      'what does a return cost me',
      'If you changed your mind, you pay €3.90, which is taken off the refund [1]. For a large item it is €29.00 [1]. If the item is wrong, damaged or faulty, you pay nothing [1].',
      '€29.00',
      '€19.00',
    ],
    [
      'do i need the original box for a return',
      'The original box is welcome but not required; what matters is that nothing is missing or worn [1].',
      'not required',
      'required',
    ],
  ]),
  ...of('en', 'refund-times', [
    [
      'when do i get my money back on my card',
      'By card it takes 3 to 7 bank working days, counted from our e-mail "Refund sent" [1]. With a credit card the refund may appear only on the next monthly statement [1].',
      '3 to 7',
      '3 to 4',
    ],
    [
      'how long does the refund take altogether',
      'Normally it takes 5 to 10 days together, and never more than 14 days after the parcel has reached us [1].',
      '14 days',
      'fourteen weeks',
    ],
    [
      'is the delivery refunded too?',
      'You get the price you paid for the item [1]. If you send back the complete order, we also refund the delivery at the standard rate of €4.90 [1].',
      '€4.90',
      '$4.90',
    ],
  ]),
  ...of('es', 'return-an-item', [
    [
      '¿cuántos días tengo para devolver?',
      'Tienes 30 días desde la entrega para devolver lo que compraste, sin dar explicaciones [1].',
      '30 días',
      'treinta semanas',
    ],
    [
      '¿cuánto cuesta devolver un artículo grande?',
      'Si has cambiado de idea, pagas 3,90 €, que se descuentan del reembolso [1]. Con un artículo grande son 29,00 € [1]. Si el producto está equivocado, dañado o defectuoso no pagas nada [1].',
      '3,90 €',
      '2,90 €',
    ],
    [
      '¿dónde entrego el paquete?',
      'Embala el producto con todos sus accesorios, manuales y regalos [1]. Entrégalo en cualquier punto de recogida en 14 días y guarda el resguardo hasta tener el dinero [1].',
      'en 14 días',
      'en catorce meses',
    ],
  ]),
  ...of('es', 'refund-times', [
    [
      '¿cuándo me devolvéis el dinero?',
      'En total suelen ser de 5 a 10 días, y nunca más de 14 días desde que el paquete llega a nuestro almacén [1].',
      '14 días',
      '24 días',
    ],
    [
      '¿cuánto tarda una transferencia?',
      'Por transferencia son de 1 a 3 días hábiles bancarios, y con monedero móvil 1 o 2 días [1].',
      'de 1 a 3',
      'de 1 a 30',
    ],
    [
      '¿a qué cuenta llega el reembolso?',
      'El dinero vuelve siempre por donde vino [1]. Con tarjeta regalo llega al momento, como saldo en la misma tarjeta [1].',
      'al momento',
      'en 48 horas',
    ],
  ]),
  ...of('ro', 'return-an-item', [
    [
      'în cât timp pot returna?',
      'Ai 30 de zile de la livrare ca să trimiți înapoi ce ai cumpărat, fără să dai vreun motiv [1]. Poți încerca produsul așa cum ai face-o într-un magazin [1].',
      '30 de zile',
      '30 de zile lucrătoare',
    ],
    [
      'cât costă returul',
      'Dacă te-ai răzgândit, plătești 3,90 €, scăzuți din rambursare, iar pentru un produs mare 29,00 € [1]. Pentru un produs greșit, deteriorat sau defect nu plătești nimic [1].',
      '29,00 €',
      '29,00 lei',
    ],
    [
      'se pot returna căștile?',
      'Nu se pot returna căștile intraauriculare cu sigiliul igienic rupt, codurile de descărcare și licențele activate [1].',
      'Nu se pot',
      'Se pot',
    ],
  ]),
  ...of('ro', 'refund-times', [
    [
      'când primesc banii înapoi',
      'Durează de obicei 5–10 zile și niciodată mai mult de 14 zile de când coletul a ajuns la noi [1].',
      '14 zile',
      'patruzeci de zile',
    ],
    [
      'cât durează verificarea produsului returnat',
      'Verificăm produsul returnat în 3 zile lucrătoare de la sosire și dăm ordinul de plată în încă 2 zile lucrătoare [1].',
      '3 zile lucrătoare',
      'trei ore',
    ],
    [
      'primesc înapoi și costul livrării?',
      'Dacă trimiți înapoi comanda întreagă, îți dăm și costul livrării la tariful standard de 4,90 € [1].',
      '4,90 €',
      '49,00 €',
    ],
  ]),
  ...of('pl', 'return-an-item', [
    [
      'ile mam czasu na zwrot',
      'Masz 30 dni od dostawy, żeby odesłać to, co u nas kupiono, i nie musisz podawać powodu [1].',
      '30 dni',
      'sto dni',
    ],
    [
      'ile kosztuje zwrot',
      'Przy zmianie zdania płacisz 3,90 €, odjęte od zwracanej kwoty, a za duży towar 29,00 € [1]. Za towar zły, uszkodzony lub wadliwy nie płacisz nic [1].',
      '3,90 €',
      '3,90 zł',
    ],
    [
      'czy muszę mieć oryginalne pudełko',
      'Oryginalne pudełko jest mile widziane, ale niekonieczne; ważne, żeby niczego nie brakowało i nic nie było zużyte [1].',
      'ale niekonieczne; ważne, żeby niczego nie brakowało i nic nie było zużyte',
      'a zużyty towar przyjmujemy w 100%',
    ],
  ]),
  ...of('pl', 'refund-times', [
    [
      'kiedy dostanę pieniądze',
      'Zwrot trwa zwykle od 5 do 10 dni i nigdy dłużej niż 14 dni od dotarcia paczki do nas [1].',
      '14 dni',
      '14 godzin',
    ],
    [
      'jak długo trwa przelew',
      'Przelew trwa od 1 do 3 dni bankowych, a portfel w telefonie 1–2 dni [1]. Licz od naszego e-maila „Zwrot wysłany” [1].',
      'od 1 do 3',
      'od jednego do ośmiu',
    ],
    [
      'ile trwa sprawdzanie odesłanego towaru',
      'Odesłany towar sprawdzamy w 3 dni robocze od nadejścia, a pieniądze zlecamy w kolejne 2 dni robocze [1]. O każdym kroku informuje Cię e-mail [1].',
      'w 3 dni robocze',
      'w 3 tygodnie',
    ],
  ]),
  ...of('ru', 'return-an-item', [
    [
      'сколько дней на возврат',
      'У вас есть 30 дней с момента доставки, чтобы отправить товар обратно, и причину называть не нужно [1].',
      '30 дней',
      'тридцать пять дней',
    ],
    [
      'сколько стоит возврат крупного товара',
      'Если вы передумали, вы платите 3,90 €, а за крупный товар 29,00 € — мы вычитаем это из суммы [1]. Если товар не тот, повреждён или с браком, вы не платите ничего [1].',
      '29,00 €',
      '2900 рублей',
    ],
    [
      'куда сдать посылку',
      'Упакуйте товар со всеми принадлежностями, инструкциями и подарками [1]. Сдайте его в любом пункте выдачи в течение 14 дней и храните квитанцию, пока не получите деньги [1].',
      'в любом пункте выдачи',
      'в пункте Почты Сибири',
    ],
  ]),
  ...of('ru', 'refund-times', [
    [
      'когда вернутся деньги на карту',
      'На карту деньги приходят за 3–7 банковских дней, считая от нашего письма «Возврат отправлен» [1]. На кредитной карте сумма может появиться только в следующей выписке [1].',
      '3–7 банковских дней',
      '3–7 часов',
    ],
    [
      'сколько длится осмотр возвращённого товара',
      'Мы осматриваем возвращённый товар за 3 рабочих дня после прибытия и отправляем деньги ещё за 2 рабочих дня [1].',
      '2 рабочих дня',
      '2 дня по 50%',
    ],
    [
      'вернёте ли вы стоимость доставки',
      'Вы получите цену, заплаченную за товар [1]. Если отправите обратно весь заказ, вернём и доставку по обычному тарифу 4,90 € [1].',
      '4,90 €',
      '9,40 €',
    ],
  ]),
];
