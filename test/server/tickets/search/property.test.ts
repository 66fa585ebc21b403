import fc from 'fast-check';
import { Types } from 'mongoose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LANGUAGES, type Language } from '../../../../server/tickets/envelopes.ts';
import { compactBlocks } from '../../../../server/tickets/search/compact.ts';
import { cutBlock, readTail } from '../../../../server/tickets/search/cut.ts';
import { Feed } from '../../../../server/tickets/search/feed.ts';
import { forgetTickets } from '../../../../server/tickets/search/forget.ts';
import { MOST_BEGINNING } from '../../../../server/tickets/search/words.ts';
import { stems } from '../../../../server/words/stem.ts';
import { buildTestApp, type TestApp } from '../../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../../support/script-channel.ts';

/** Few words, so that queries meet texts: forms of one word, words that begin alike, marks, numbers, short ones. */
const WORDS = [
  ...['parcel', 'parcels', 'Parceling', 'park', 'parking', 'order', 'ordered', 'tv', 'a'],
  ...['paczka', 'paczkę', 'paczkarnia', 'zwrot', 'zwroty', 'Żółć', 'łódź', 'devolución', 'devoluciones', 'niño'],
  ...['garanție', 'garanţie', 'garantii', 'посылка', 'посылки', 'счёт', 'счета', '1004', '10045', 'x7'],
];
const word = fc.constantFrom(...WORDS);
const text = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));

interface Ticket {
  id: string;
  number: number;
  language: Language;
  texts: string[];
}

/** Folding of its own: what is tested is not what tells what is right. */
const plain = (written: string): string =>
  written.toLowerCase().replaceAll('ł', 'l').normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');

/**
 * One word of a query against one of a text, as people would say it. Beginnings of more letters than are kept are
 * looked for only where nothing else is found.
 */
function means(asked: string, written: string, language: Language, longest: number): boolean {
  const [a, w] = [plain(asked), plain(written)];
  if (a === w || (a.length >= 3 && a.length <= longest && w.startsWith(a))) return true;
  const ofText = stems(written.toLowerCase(), language);
  return stems(asked.toLowerCase(), language).some((stem) => ofText.includes(stem));
}

function fulfilling(tickets: Ticket[], query: string, longest: number): number[] {
  const fulfils = ({ texts, language, number }: Ticket) =>
    query
      .split(' ')
      .every((asked) =>
        [...texts.join(' ').split(' '), String(number)].some((one) => means(asked, one, language, longest)),
      );
  const found = tickets.filter(fulfils).map(({ number }) => number);
  return found.sort((a, b) => a - b);
}

let app: TestApp;
let email: ScriptChannel;
let cookie: string;
beforeAll(async () => {
  app = await buildTestApp();
  email = installScriptChannel(app);
  ({ cookie } = await app.signIn());
});
afterAll(() => app.close());

let desk = 0;

/** Every ticket of a run carries a word of its run, which every query of it asks for: runs do not meet. */
async function add(mark: string, language: Language, said: string): Promise<Ticket> {
  const from = { kind: 'email' as const, value: `q${++desk}@x.test`, verified: false };
  const { ticket } = await (
    await email.bring({ subject: mark, text: said, language, from, threadKeys: [`t${desk}`] })
  ).done;
  const [{ number }] = (await get('/api/v1/tickets?limit=1')).items;
  return { id: String(ticket), number, language, texts: [mark, said] };
}

async function get(url: string) {
  const answer = await app.inject({ url, headers: { cookie } });
  expect([url, answer.statusCode]).toEqual([url, 200]);
  return answer.json();
}

async function search(query: string): Promise<number[]> {
  const found: number[] = [];
  for (let after = ''; ;) {
    const page = await get(`/api/v1/tickets?limit=3&q=${encodeURIComponent(query)}${after}`);
    found.push(...page.items.map(({ number }: { number: number }) => number));
    if (!page.next) return found;
    after = `&after=${page.next}`;
  }
}

const round = () => Feed.of(app.context).round();

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('add' as const), language: fc.constantFrom(...LANGUAGES), text }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('write' as const), which: fc.nat(), text }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('compact' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('read again' as const), which: fc.nat() }) },
);

let runs = 0;

it('finds what a plain reading finds, wherever the words lie by now', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 4, maxLength: 14 }),
      fc.array(fc.array(word, { minLength: 1, maxLength: 2 }), { minLength: 4, maxLength: 8 }),
      async (steps, asked) => {
        const mark = `zq${(runs++).toString(26).replace(/./g, (digit) => String.fromCharCode(97 + parseInt(digit, 26)))}w`;
        const tickets: Ticket[] = [];
        for (const one of steps) {
          const target = 'which' in one && tickets.length > 0 ? tickets[one.which % tickets.length] : undefined;
          if (one.do === 'add') tickets.push(await add(mark, one.language, one.text));
          if (one.do === 'write' && target) {
            const payload = { clientId: `property-${++desk}`, text: one.text };
            const url = `/api/v1/tickets/${target.number}/notes`;
            expect((await app.inject({ method: 'POST', url, headers: { cookie }, payload })).statusCode).toBe(201);
            target.texts.push(one.text);
          }
          if (one.do === 'read again' && target) await forgetTickets(app.context, [new Types.ObjectId(target.id)]);
          while (await round());
          if (one.do === 'cut') await cutBlock(app.context, (await readTail(app.context)).end);
          if (one.do === 'compact') while (await compactBlocks(app.context));
        }
        for (const words of asked) {
          const query = [mark, ...words].join(' ');
          const sure = fulfilling(tickets, query, MOST_BEGINNING);
          const expected = sure.length > 0 ? sure : fulfilling(tickets, query, Infinity);
          const found = await search(query);
          expect([query, [...found].sort((a, b) => a - b)]).toEqual([query, expected]);
        }
      },
    ),
    { numRuns: 15, seed: Number(process.env['OMBUD_SEED'] ?? 1) },
  );
});
