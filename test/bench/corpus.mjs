// The project's own work for the benchmarks, used where the given one is not beside the clone: people, mails and
// tickets in five languages, the same seed, the same output.
const WORDS = {
  en: 'order parcel delivery charger screen return refund invoice phone speaker battery repair warranty broken late wrong missing exchange colour label please help when where received box number',
  es: 'pedido paquete entrega cargador pantalla devolución reembolso factura teléfono altavoz batería reparación garantía roto tarde falta cambio color etiqueta ayuda cuándo dónde recibido caja número',
  ro: 'comandă colet livrare încărcător ecran retur rambursare factură telefon boxă baterie reparație garanție stricat târziu lipsă schimb culoare etichetă ajutor când unde primit cutie număr',
  pl: 'zamówienie paczka dostawa ładowarka ekran zwrot pieniądze faktura telefon głośnik bateria naprawa gwarancja zepsuty spóźniona brak wymiana kolor etykieta pomoc kiedy gdzie otrzymane pudełko numer',
  ru: 'заказ посылка доставка зарядка экран возврат деньги счёт телефон колонка батарея ремонт гарантия сломан поздно нет обмен цвет этикетка помощь когда где получил коробка номер',
};
const GIVEN = { en: ['Mary', 'James'], es: ['Carmen', 'José'], ro: ['Ioana', 'Mihăiță'], pl: ['Agnieszka', 'Paweł'], ru: ['Мария', 'Фёдор'] };
export const LANGUAGES = Object.keys(WORDS);
const DAY = 86_400_000;

/** xorshift32 over a hashed seed: 0 ≤ x < 1. */
export function random(seed) {
  let state = Math.imul(seed + 1, 0x9e3779b1) ^ 0x85ebca6b || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}

/** Frequent words often, rare ones seldom: the k-th word has about 1/k of the first one's share. */
export function word(rnd, lang) {
  const list = WORDS[lang].split(' ');
  const base = list[Math.floor(list.length ** rnd()) - 1] ?? list[0];
  return rnd() < 0.6 ? base : `${base}${Math.floor(400 ** rnd())}`;
}

export function text(rnd, lang, words) {
  const out = [];
  for (let i = 1; i <= words; i++) out.push(i % 11 === 0 ? `${word(rnd, lang)}.` : word(rnd, lang));
  return out.join(' ');
}

/** Customer i: the same i, the same person. */
export function person(i) {
  const rnd = random(9_000 + i);
  const lang = LANGUAGES[Math.floor(rnd() * LANGUAGES.length)];
  const given = GIVEN[lang][Math.floor(rnd() * GIVEN[lang].length)];
  return { name: `${given} ${i}`, email: `customer${i}@people.example`, lang };
}

/** Ticket i: 1 to 8 messages (about 3), 40 % solved, last activity within the year before `now` (ms). */
export function ticket(i, { customers = 200_000, now = 1_790_000_000_000 } = {}) {
  const rnd = random(3 + i);
  const customer = person(Math.floor(rnd() * customers));
  const count = Math.min(8, 1 + Math.floor(-Math.log(1 - rnd() * 0.98) * 2.9));
  const start = now - Math.floor(rnd() * 365) * DAY - Math.floor(rnd() * DAY);
  const messages = [];
  for (let k = 0; k < count; k++)
    messages.push({ direction: k % 2 ? 'out' : 'in', at: start + k * 3_600_000, text: text(rnd, customer.lang, 20 + Math.floor(rnd() * 120)) });
  const of = (list) => list[Math.floor(rnd() * list.length)];
  return {
    type: of(['complaint', 'return', 'inquiry', 'inquiry']),
    channel: of(['email', 'email', 'webchat', 'telegram', 'teams']),
    customer,
    subject: text(rnd, customer.lang, 6),
    status: rnd() < 0.4 ? 'solved' : of(['open', 'open', 'pending', 'new']),
    tags: rnd() < 0.5 ? [word(rnd, 'en')] : [],
    messages,
  };
}

/** Mail i as bytes with CRLF: multipart/mixed of text, HTML and an attachment, about 20 KB. */
export function mail(i, { to = 'support@desk.test', customers = 500 } = {}) {
  const rnd = random(70_000 + i);
  const from = person(i % customers);
  const body = text(rnd, from.lang, 700);
  const lines = (bytes) => Buffer.from(bytes).toString('base64').match(/.{1,76}/g).join('\r\n');
  const encoded = (s) => `=?utf-8?B?${Buffer.from(s).toString('base64')}?=`;
  const part = (type, bytes, more = []) => [`Content-Type: ${type}`, 'Content-Transfer-Encoding: base64', ...more, '', lines(bytes)];
  const file = Buffer.alloc(6000);
  for (let k = 0; k < file.length; k++) file[k] = Math.floor(rnd() * 256);
  return Buffer.from(
    [
      `From: ${encoded(from.name)} <${from.email}>`,
      `To: ${to}`,
      `Subject: ${encoded(text(rnd, from.lang, 4))}`,
      `Message-ID: <own-${i}-${Math.floor(rnd() * 1e9)}@people.example>`,
      `Date: ${new Date(1_790_000_000_000 + i * 1000).toUTCString().replace('GMT', '+0000')}`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="outer"',
      '',
      '--outer',
      'Content-Type: multipart/alternative; boundary="inner"',
      '',
      '--inner',
      ...part('text/plain; charset=utf-8', body),
      '--inner',
      ...part('text/html; charset=utf-8', `<html><body><p>${body.split('. ').join('.</p><p>')}</p></body></html>`),
      '--inner--',
      '--outer',
      ...part('application/octet-stream; name="data.bin"', file, ['Content-Disposition: attachment; filename="data.bin"']),
      '--outer--',
      '',
    ].join('\r\n'),
  );
}
