import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDrafter } from '../../../../bots/assistant/drafts/drafter.ts';
import { loadSampleArticles } from '../../../../knowledge-base/import-content.ts';
import { Articles, type ArticleDoc } from '../../../../knowledge-base/model.ts';
import { assistantTexts } from '../../../../server/messages/assistant.ts';
import { LANGUAGES, type Language } from '../../../../server/tickets/envelopes.ts';
import type { MessageView } from '../../../../server/tickets/schema.ts';
import { buildTestApp, type TestApp } from '../../../support/app.ts';
import { LanguageModel, type Answering } from '../../../support/language-model.ts';
import { Visitor } from '../../../support/visitor.ts';
import { INJECTIONS, QUESTIONS } from './injections.ts';

let app: TestApp;
let model: LanguageModel;
/** Returns in each language, in words of the article's introduction; it is cited by the number it was shown under. */
const TRUE: Record<Language, string> = {
  en: 'You have 30 days from the day of delivery to send back what you bought from us [n].',
  es: 'Tienes 30 días desde la entrega para devolver lo que nos compraste, sin dar explicaciones [n].',
  ro: 'Ai 30 de zile de la livrare ca să trimiți înapoi ce ai cumpărat de la noi [n].',
  pl: 'Masz 30 dni od dostawy, żeby odesłać to, co u nas kupiono [n].',
  ru: 'У вас есть 30 дней с момента доставки, чтобы отправить обратно купленное у нас [n].',
};

beforeAll(async () => {
  model = await LanguageModel.start();
  app = await buildTestApp({ env: model.env });
  await loadSampleArticles(app.context);
});
afterAll(async () => {
  await app.close();
  await model.stop();
});
beforeEach(() => {
  model.asked.length = 0;
});

/** What a visitor reads whose question the model answers truly, citing the passage that says so. */
async function answeredTruly(language: Language): Promise<{ said: string; visitor: Visitor }> {
  model.answering = ({ messages }) => {
    const [before = ''] = (messages[0]?.content ?? '').split(/30 (?:days from|días desde|de zile de la|dni od|дней с)/);
    return TRUE[language].replace('[n]', `[${before.match(/^\[\d\] /gm)?.length ?? 0}]`);
  };
  const visitor = new Visitor(app, language);
  return { said: await visitor.say(QUESTIONS[language]), visitor };
}

describe('an answer of the model', () => {
  test.each(LANGUAGES)('goes out in %s when it is true, marked, with its sources and the article', async (language) => {
    const { said, visitor } = await answeredTruly(language);
    expect(said).toContain(TRUE[language].replace('[n]', '[1]'));
    expect(said).toContain(assistantTexts[language].drafted);
    expect(said).toMatch(new RegExp(`\\n\\[1\\] .+\\n.*/help/${language}/`));
    const [sent] = await visitor.answers();
    expect(sent).toMatchObject({ drafted: true, author: { kind: 'assistant' } });
    expect(sent?.choices?.map(({ id }) => id)).toContain('helped:yes');
  });

  test('is marked for agents, and none but it', async () => {
    const { visitor } = await answeredTruly('en');
    await visitor.say('yes');
    const { number } = await visitor.ticketNow();
    const { cookie } = await app.signIn();
    const url = `/api/v1/tickets/${number}/messages`;
    expect((await app.inject({ url })).statusCode).toBe(401);
    const { items } = (await app.inject({ url, headers: { cookie } })).json<{ items: MessageView[] }>();
    expect(items.filter(({ direction }) => direction === 'out').map(({ drafted }) => drafted)).toEqual([
      true,
      undefined,
    ]);
  });

  test('is asked for with passages and the own words only: no numbers, nobody else, no secret', async () => {
    const other = new Visitor(app, 'en');
    await other.say('My name is Bartholomew and I live in Nowhere Street. How do I reset my password?');
    model.asked.length = 0;
    model.raw.length = 0;
    const visitor = new Visitor(app, 'en');
    await visitor.say('Hello, my card is 4111 1111 1111 1111. How do I return an item?');
    expect(model.asked).toHaveLength(1);
    const sent = model.raw.join();
    for (const secret of ['4111', 'Bartholomew', 'Nowhere', visitor.id, visitor.ticket, app.dataDir])
      expect(sent).not.toContain(secret);
    expect(model.asked[0]?.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(sent).toContain('30 days from the day of delivery');
  });
});

describe('twenty injections that the model obeys: none reaches a customer', () => {
  test.each(INJECTIONS)('$name', async ({ language, where, told, says, harm }) => {
    const restore = where === 'article' ? await writeIntoArticle(language, told) : undefined;
    try {
      model.answering = says;
      const asked = where === 'question' ? `${QUESTIONS[language]} ${told}` : QUESTIONS[language];
      const said = [await new Visitor(app, language).say(asked)];
      // Where the attack was seen before the model was asked, it says the same without one.
      if (model.asked.length === 0) said.push(await new Visitor(app, language).say(QUESTIONS[language]));
      expect(model.asked).toHaveLength(1);
      for (const answer of said) {
        expect(answer).not.toBe('');
        expect(answer).not.toContain(harm);
        expect(answer).not.toContain(assistantTexts[language].drafted);
      }
    } finally {
      await restore?.();
    }
  });
});

/** Puts a paragraph into the article on returns; resolves with what takes it out again. */
async function writeIntoArticle(language: Language, told: string): Promise<() => Promise<unknown>> {
  const article = await Articles(app.context).findOne({ key: 'return-an-item' }).lean<ArticleDoc>();
  if (!article) throw new Error('no article');
  const write = (translations: ArticleDoc['translations']) =>
    Articles(app.context).updateOne({ _id: article._id }, { $set: { translations } });
  await write(
    article.translations.map((one) =>
      one.locale === language ? { ...one, body: `${one.body}\n\n## ${told}\n\n${told}\n` } : one,
    ),
  );
  return () => write(article.translations);
}

describe('the built-in answer goes out', () => {
  test.each<[string, Answering]>([
    ['the model has none', 'NO ANSWER'],
    ['it fails', { status: 500 }],
    ['it is asked too often', { status: 429 }],
    ['it speaks no JSON', { status: 200, body: '<html>' }],
    ['it answers something else', { status: 200, body: '{"choices":[]}' }],
    ['it does not end', { status: 200, body: `{"choices":"${'x'.repeat(100_000)}"}` }],
  ])('when %s', async (_, answering) => {
    model.answering = answering;
    const said = await new Visitor(app, 'en').say('How do I reset my password?');
    expect(said).toContain('/help/en/reset-password');
    expect(said).not.toContain(assistantTexts.en.drafted);
  });

  test('after a time-out; after three failures the model is left alone for a minute', async () => {
    let now = 0;
    const { context } = app;
    const drafter = createDrafter(
      { config: context.config, log: context.log, clock: { now: () => new Date(now) } },
      50,
    );
    const basis = {
      question: QUESTIONS.en,
      language: 'en' as const,
      passages: [
        { heading: 'Returns', text: 'You have 30 days from the day of delivery to send back what you bought.' },
      ],
    };
    const ask = async () => (await drafter?.(basis))?.text;
    model.answering = 'hang';
    for (let i = 0; i < 5; i++) expect(await ask()).toBeUndefined();
    expect(model.asked).toHaveLength(3);
    now = 61_000;
    expect(await ask()).toBeUndefined();
    expect(await ask()).toBeUndefined();
    expect(model.asked).toHaveLength(4);
    now = 200_000;
    model.answering = 'You have 30 days from the day of delivery to send it back [1].';
    // A slow machine may not answer within 50 ms.
    const patient = createDrafter(context, 10_000);
    expect((await patient?.(basis))?.text).toContain('30 days');
  });

  test('there is no drafter without an endpoint', () => {
    expect(createDrafter({ ...app.context, config: { ...app.context.config, llm: undefined } })).toBeUndefined();
  });
});
