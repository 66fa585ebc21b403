import { Types } from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadSampleArticles } from '../../../knowledge-base/import-content.ts';
import { Articles } from '../../../knowledge-base/model.ts';
import { countVote } from '../../../server/help/feedback.ts';
import type { UsefulnessView } from '../../../server/help/usefulness/schema.ts';
import { ticketById } from '../../../server/tickets/find.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

let app: TestApp;
let email: ScriptChannel;
let cookie: string;
beforeAll(async () => {
  app = await buildTestApp({ empty: true });
  email = installScriptChannel(app);
  await loadSampleArticles(app.context);
  ({ cookie } = await app.signIn('agent'));
});
afterAll(() => app.close());

const get = async <T>(url: string): Promise<T> =>
  (await app.inject({ url: `/api/v1${url}`, headers: { cookie } })).json<T>();
const mark = async (number: number, id: string, useful: unknown, as = cookie) =>
  (
    await app.inject({
      method: useful === null ? 'DELETE' : 'PUT',
      url: `/api/v1/tickets/${number}/article-marks/${id}`,
      headers: { cookie: as },
      ...(useful === null ? {} : { payload: { useful } }),
    })
  ).statusCode;
let threads = 0;
async function ticket(subject: string) {
  const { ticket: id } = await (await email.bring({ subject, text: subject, threadKeys: [`use-${++threads}`] })).done;
  return await ticketById(app.context, id ?? '');
}
const article = async (slug: string) =>
  String((await Articles(app.context).findOne({ 'translations.slug': slug }).lean())?._id);

test('is for agents, about articles and tickets that there are', async () => {
  const { number } = await ticket('How do I reset my password?');
  const id = await article('reset-password');
  expect((await app.inject({ url: `/api/v1/tickets/${number}/article-marks` })).statusCode).toBe(401);
  expect((await app.inject({ url: '/api/v1/help/usefulness?locale=en' })).statusCode).toBe(401);
  expect(await mark(number, id, true, (await app.signIn('readonly')).cookie)).toBe(403);
  expect(await mark(999_999, id, true)).toBe(404);
  expect(await mark(number, String(new Types.ObjectId()), true)).toBe(404);
  expect(await mark(number, id, 'very')).toBe(400);
  expect(await get(`/tickets/${number}/article-marks`)).toEqual({ marks: {} });
});

test('says which articles answer what, and what none answered', async () => {
  const [reset, other] = [await article('reset-password'), await article('track-parcel')];
  const [one, two] = [await ticket('My password is gone'), await ticket('Nobody knows about my lamp')];
  const { language } = one;
  expect([await mark(one.number, other, false), await mark(one.number, reset, true)]).toEqual([204, 204]);
  expect([await mark(two.number, reset, false), await mark(two.number, other, false)]).toEqual([204, 204]);
  // The last word counts, and can be taken back.
  expect([await mark(one.number, reset, false), await mark(one.number, reset, true)]).toEqual([204, 204]);
  expect(await mark(two.number, other, null)).toBe(204);
  expect(await get(`/tickets/${one.number}/article-marks`)).toEqual({ marks: { [other]: false, [reset]: true } });
  await countVote(app.context, new Types.ObjectId(reset), 'en', 'yes');

  const { articles, without } = await get<UsefulnessView>(`/help/usefulness?locale=${language ?? 'en'}`);
  expect(articles[0]).toMatchObject({
    id: reset,
    agents: { yes: 1, no: 1 },
    readers: { yes: 1, no: 0 },
    tickets: [{ number: one.number, subject: 'My password is gone' }],
  });
  expect(articles.find(({ id }) => id === other)).toMatchObject({ agents: { yes: 0, no: 1 }, tickets: [] });
  expect(without.map(({ number }) => number)).toEqual([two.number]);
  expect(await get<UsefulnessView>('/help/usefulness?locale=ru')).toEqual({ articles: [], without: [] });
});
