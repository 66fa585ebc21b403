import { beforeAll, expect, it } from 'vitest';
import { chooseArticle } from '../../../bots/assistant/answer.ts';
import { EmbeddedSearch } from '../../../knowledge-base/search/embedded.ts';
import type { Language } from '../../../server/tickets/envelopes.ts';
import { sampleDocuments } from '../../support/articles.ts';

let search: EmbeddedSearch;
beforeAll(async () => {
  search = new EmbeddedSearch();
  await search.index(await sampleDocuments());
});

/** What customers of every shop ask first. */
const questions: [Language, string, string][] = [
  ['en', 'How long does delivery take?', 'delivery-times'],
  ['es', '¿Cuánto tarda el envío?', 'delivery-times'],
  ['ro', 'Cât durează livrarea?', 'delivery-times'],
  ['pl', 'Ile trwa dostawa?', 'delivery-times'],
  ['ru', 'Сколько идёт доставка?', 'delivery-times'],
  ['ru', 'Сколько длится доставка?', 'delivery-times'],
  ['en', 'When do I get my money back?', 'refund-times'],
  ['es', '¿Cuándo recibo el dinero?', 'refund-times'],
  ['ro', 'Când primesc banii înapoi?', 'refund-times'],
  ['pl', 'Kiedy dostanę zwrot pieniędzy?', 'refund-times'],
  ['ru', 'Когда вернут деньги?', 'refund-times'],
  ['en', 'I forgot my password', 'reset-password'],
  ['es', 'He olvidado la contraseña', 'reset-password'],
  ['ro', 'Mi-am uitat parola', 'reset-password'],
  ['pl', 'Zapomniałem hasła', 'reset-password'],
  ['ru', 'Забыл пароль', 'reset-password'],
  ['en', 'Can I pay by card?', 'payment-methods'],
  ['es', '¿Puedo pagar con tarjeta?', 'payment-methods'],
  ['ro', 'Pot plăti cu cardul?', 'payment-methods'],
  ['pl', 'Czy mogę zapłacić kartą?', 'payment-methods'],
  ['ru', 'Можно оплатить картой?', 'payment-methods'],
];

it.each(questions)('%s: %s', async (language, question, key) => {
  expect((await chooseArticle({ search }, question, language))?.hit.article).toBe(key);
});
