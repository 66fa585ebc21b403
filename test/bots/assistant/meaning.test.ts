import { beforeEach, expect, test } from 'vitest';
import { chooseArticle } from '../../../bots/assistant/answer.ts';
import { EmbeddedSearch } from '../../../knowledge-base/search/embedded.ts';
import type { Language } from '../../../server/tickets/envelopes.ts';
import { sampleDocuments, searchDocument } from '../../support/articles.ts';
import { eventually } from '../../support/eventually.ts';

let search: EmbeddedSearch;
beforeEach(async () => {
  search = new EmbeddedSearch();
  await search.index(await sampleDocuments());
});
const answerTo = async (question: string, language: Language) =>
  (await chooseArticle({ search }, question, language))?.hit.article;

/** Hardly a word of these stands in the article that answers, and of those that do, most stand in others too. */
const otherwiseSaid: [Language, string, string][] = [
  ['en', 'the crate came mangled and soaked', 'damaged-or-lost-parcel'],
  ['es', 'todo ha llegado hecho trizas', 'damaged-or-lost-parcel'],
  ['es', 'el móvil ya no me aguanta ni medio día', 'phone-battery-care'],
  ['ro', 'telefonul nu mă ține nici până seara', 'phone-battery-care'],
  ['ro', 'scoateți-mă din evidențele voastre, nu mai vreau profil', 'delete-account-and-data'],
  ['pl', 'komórka pada mi już po paru godzinach', 'phone-battery-care'],
  ['pl', 'wszystko przyszło potłuczone', 'damaged-or-lost-parcel'],
  ['ru', 'мобильник садится за пару часов', 'phone-battery-care'],
  ['ru', 'всё приехало в осколках', 'damaged-or-lost-parcel'],
];

test.each(otherwiseSaid)('%s: %s', async (language, question, key) => {
  expect(await answerTo(question, language)).toBe(key);
});

const jobs = {
  ro: { title: 'Angajări și posturi vacante', keywords: ['carieră', 'stagii', 'trimite CV-ul'] },
  pl: { title: 'Praca i wolne etaty', keywords: ['kariera', 'staż', 'wysłać CV', 'rekrutacja'] },
};

test.each([
  ['ro', 'cui trimit CV-ul meu?'],
  ['pl', 'czy jest u was rekrutacja?'],
] as const)('what no article speaks of stays unanswered, until one does: %s', async (language, question) => {
  expect(await answerTo(question, language)).toBeUndefined();
  await search.index([searchDocument('careers', language, jobs[language])]);
  expect(await answerTo(question, language)).toBe('careers');
});

test('many articles are read beside the questions, and found by their words until then', async () => {
  const many = Array.from({ length: 120 }, (_, at) =>
    searchDocument(`note-${at}`, 'en', { title: `Notice ${at}`, body: `Bulletin number ${at}.` }),
  );
  await search.index(many);
  expect(await answerTo('Zorblax Notice 17', 'en')).not.toBe('damaged-or-lost-parcel');
  await eventually(async () =>
    expect(await answerTo('the crate came mangled and soaked', 'en')).toBe('damaged-or-lost-parcel'),
  );
});
