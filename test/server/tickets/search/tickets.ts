import type { InboundMessage, Language } from '../../../../server/tickets/envelopes.ts';

/** Tickets of a small shop in five languages; what else is written in the thread comes after. */
export interface Sample {
  language: Language;
  name: string;
  email: string;
  subject: string;
  text: string;
  /** Replies and notes. */
  said?: [verb: 'replies' | 'notes', text: string][];
  fields?: Record<string, string>;
  files?: string[];
}

export const SAMPLES: Record<string, Sample> = {
  lamp: {
    language: 'en',
    name: 'Alice Moore',
    email: 'alice.moore@people.example',
    subject: 'Broken desk lamp',
    text: "The lamp arrived broken yesterday. I'd like a refund, not a repair. My Wi-Fi bulb works. Call me: +44 20 7946 0018.",
    fields: { order: 'ORD-2026-00417' },
    files: ['receipt_march.pdf'],
  },
  camera: {
    language: 'en',
    name: 'Tom Reed',
    email: 'tom@reed.example',
    subject: 'Two deliveries for one camera',
    text: 'I ordered one camera and got two. Where should the second one be returned?',
    said: [
      ['replies', 'Please keep the box until the courier comes on Tuesday.'],
      ['notes', 'Warehouse mixed up the labels, see serial KX-7781.'],
    ],
  },
  factura: {
    language: 'es',
    name: 'Lucía Peña',
    email: 'lucia@pena.example',
    subject: 'Factura del pedido',
    text: 'Hola, no he recibido la factura de mi pedido 20260311. La devolución ya está hecha.',
  },
  cargador: {
    language: 'es',
    name: 'Íñigo Núñez',
    email: 'inigo@nunez.example',
    subject: 'El cargador se calienta',
    text: 'El cargador del teléfono se calienta demasiado y huele a quemado. ¿Hay devoluciones gratis?',
  },
  garantie: {
    language: 'ro',
    name: 'Ștefan Țurcanu',
    email: 'stefan@turcanu.example',
    subject: 'Garanţie căşti',
    text: 'Căștile nu mai funcționează după două săptămâni. Ce garanție au și unde e atelierul?',
  },
  livrare: {
    language: 'ro',
    name: 'Ana Pîrvu',
    email: 'ana@pirvu.example',
    subject: 'Livrarea întârzie',
    text: 'Coletul trebuia livrat luni. Numărul comenzii este RO55821.',
  },
  paczka: {
    language: 'pl',
    name: 'Łukasz Żak',
    email: 'lukasz.zak@zak.example',
    subject: 'Gdzie jest moja paczka?',
    text: 'Zamówienie złożyłem tydzień temu, a paczki nadal nie ma. Kurier nie dzwonił.',
    said: [['replies', 'Paczkę znaleziono w magazynie, wyślemy ją jutro.']],
  },
  faktura: {
    language: 'pl',
    name: 'Małgorzata Świątek',
    email: 'gosia@swiatek.example',
    subject: 'Błąd na fakturze',
    text: 'Na fakturze jest zły NIP: 5260250274. Proszę o korektę płatności.',
  },
  vozvrat: {
    language: 'ru',
    name: 'Пётр Щукин',
    email: 'petr@shchukin.example',
    subject: 'Возврат телефона',
    text: 'Экран телефона разбит. Хочу вернуть телефон и получить деньги за посылку обратно.',
  },
  schet: {
    language: 'ru',
    name: 'Алёна Юрьева',
    email: 'alena@yurieva.example',
    subject: 'Счёт не пришёл',
    text: 'Оплатила заказ, но счёта до сих пор нет. Ещё раз проверьте, пожалуйста, адрес: Невский пр., 28.',
  },
};

/** Forty queries: what is typed, and the samples that it finds. */
export const QUERIES: [typed: string, found: string][] = [
  // Words, in whatever form.
  ['lamp', 'lamp'],
  ['lamps', 'lamp'],
  ['delivery', 'camera'],
  ['returning', 'camera'],
  ['REFUND', 'lamp'],
  ['facturas', 'factura'],
  ['devolucion', 'cargador factura'],
  ['teléfonos', 'cargador'],
  ['garantii', 'garantie'],
  ['casti', 'garantie'],
  ['livrare', 'livrare'],
  ['paczkę', 'paczka'],
  ['zamowienia', 'paczka'],
  ['korekta', 'faktura'],
  ['посылка', 'vozvrat'],
  ['счет', 'schet'],
  ['телефоны', 'vozvrat'],
  // What was said later, notes included.
  ['courier', 'camera'],
  ['warehouse', 'camera'],
  ['magazyn', 'paczka'],
  // Beginnings of three to six letters, and longer ones.
  ['cam', 'camera'],
  ['fact', 'factura'],
  ['fakt', 'faktura'],
  ['garan', 'garantie'],
  ['zamówi', 'paczka'],
  ['телеф', 'vozvrat'],
  ['funcțion', 'garantie'],
  // Names and addresses, with and without their marks.
  ['Łukasz Żak', 'paczka'],
  ['lukasz zak', 'paczka'],
  ['swiatek', 'faktura'],
  ['Ştefan', 'garantie'],
  ['nunez inigo', 'cargador'],
  ['алена', 'schet'],
  ['alice.moore@people.example', 'lamp'],
  ['reed.example', 'camera'],
  // Numbers, compounds, files, phrases.
  ['ORD-2026-00417', 'lamp'],
  ['5260250274', 'faktura'],
  ['kx-7781', 'camera'],
  ['020 7946 0018', 'lamp'],
  ['"keep the box"', 'camera'],
];

/** A sample as its channel brings it. */
export const inboundOf = (sample: Sample): Partial<InboundMessage> => ({
  from: { kind: 'email', value: sample.email, name: sample.name, verified: false },
  subject: sample.subject,
  text: sample.text,
  language: sample.language,
  ...(sample.fields ? { fields: sample.fields } : {}),
  attachments: (sample.files ?? []).map((name) => ({ name, type: 'application/pdf', content: Buffer.from('%PDF-') })),
});
