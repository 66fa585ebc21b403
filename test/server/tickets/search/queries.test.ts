import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestApp } from '../../../support/app.ts';
import { eventually } from '../../../support/eventually.ts';
import { installScriptChannel, type ScriptChannel } from '../../../support/script-channel.ts';
import type { TicketHit } from '../../../../server/tickets/schema.ts';
import { inboundOf, QUERIES, SAMPLES } from './tickets.ts';

interface Listed {
  number: number;
  status: string;
  hit?: TicketHit;
}

let app: TestApp;
let email: ScriptChannel;
let cookie: string;
/** Numbers by the samples' names, and back. */
const numbers = new Map<string, number>();
const names = new Map<number, string>();

beforeAll(async () => {
  app = await buildTestApp();
  email = installScriptChannel(app);
  ({ cookie } = await app.signIn());
  for (const [name, sample] of Object.entries(SAMPLES)) {
    await (
      await email.bring(inboundOf(sample))
    ).done;
    const [{ number }] = (await list('limit=1')).items as [Listed];
    numbers.set(name, number);
    names.set(number, name);
    for (const [i, [verb, text]] of (sample.said ?? []).entries())
      expect((await post(`/api/v1/tickets/${number}/${verb}`, { clientId: `${name}-${i}`, text })).statusCode).toBe(
        201,
      );
  }
  await eventually(async () => expect((await search('korekta NIP')).length).toBe(1));
}, 60_000);
afterAll(() => app.close());

const post = (url: string, payload: object) => app.inject({ method: 'POST', url, headers: { cookie }, payload });

async function list(query: string): Promise<{ items: Listed[]; next: string | null }> {
  const answer = await app.inject({ url: `/api/v1/tickets?${query}`, headers: { cookie } });
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

async function search(typed: string, more = ''): Promise<string[]> {
  const { items } = await list(`q=${encodeURIComponent(typed)}${more}`);
  return items.map(({ number }) => names.get(number) ?? String(number)).sort();
}

it('nobody searches without a session', async () =>
  expect((await app.inject({ url: '/api/v1/tickets?q=lamp' })).statusCode).toBe(401));

describe('forty queries in five languages', () => {
  it('are forty', () => expect(QUERIES).toHaveLength(40));
  it.each(QUERIES)('%s finds %s', async (typed, found) => expect(await search(typed)).toEqual(found.split(' ').sort()));
});

describe('several words', () => {
  it.each([
    ['broken lamp', ['lamp']],
    ['lamp broken refund alice', ['lamp']],
    ['broken camera', []],
    ['"broken desk lamp"', ['lamp']],
    ['"lamp desk"', []],
    ['lamp "arrived broken"', ['lamp']],
    ['wifi', ['lamp']],
    ['wi-fi', ['lamp']],
    ['"lamps"', []],
    ['from:moore', ['lamp']],
    ['from:lamp', []],
    ['customer:"łukasz żak"', ['paczka']],
    ['7946 0018', ['lamp']],
    ['+44 (20) 79460018', ['lamp']],
    ['file:receipt', ['lamp']],
    ['file:march.pdf', ['lamp']],
    ['file:lamp', []],
    ['zzz', []],
    ['!?', []],
  ])('%s finds %j', async (typed, found) => expect(await search(typed)).toEqual(found));
});

describe('the ticket that is meant comes first', () => {
  it('by its number', async () => {
    const number = numbers.get('livrare') ?? 0;
    expect((await list(`q=${number}`)).items[0]?.number).toBe(number);
    expect((await list(`q=%23${number}`)).items[0]?.number).toBe(number);
  });

  it('whole words before beginnings, newer before older', async () => {
    const bring = async (text: string) => (await email.bring({ subject: 'Zebra', text, language: 'en' })).done;
    for (const text of ['a stripe', 'some stripes', 'all stripeless', 'one stripe']) await bring(text);
    const order = await eventually(async () => {
      const { items } = await list('q=stripe');
      expect(items).toHaveLength(4);
      return items;
    });
    const excerpts = order.map(({ hit }) => hit?.excerpt);
    expect(excerpts).toEqual([
      'one <mark>stripe</mark>',
      'some <mark>stripes</mark>',
      'a <mark>stripe</mark>',
      'all <mark>stripeless</mark>',
    ]);
  });
});

describe('a hit', () => {
  const hit = async (typed: string) => (await list(`q=${encodeURIComponent(typed)}`)).items[0]?.hit;

  it('shows where it was found, in the message that has it', async () => {
    expect(await hit('courier')).toEqual({
      subject: 'Two deliveries for one camera',
      excerpt: 'Please keep the box until the <mark>courier</mark> comes on Tuesday.',
      n: null,
    });
    expect(await hit('labels')).toMatchObject({
      excerpt: 'Warehouse mixed up the <mark>labels</mark>, see serial KX-7781.',
      n: 3,
    });
    expect((await hit('receipt'))?.excerpt).toBe('<mark>receipt</mark>_march.pdf');
  });

  it('marks words as they were written, in the subject too', async () => {
    expect(await hit('paczka')).toMatchObject({
      subject: 'Gdzie jest moja <mark>paczka</mark>?',
      excerpt: '<mark>Paczkę</mark> znaleziono w magazynie, wyślemy ją jutro.',
    });
    expect((await hit('casti'))?.excerpt).toMatch(/^<mark>Căștile<\/mark> nu/);
  });

  it('is escaped', async () => {
    await (
      await email.bring({ subject: '<b>x</b>', text: 'tag <script>alert("giraffe")</script>' })
    ).done;
    const found = await eventually(async () => {
      const found = await hit('giraffe');
      expect(found).toBeDefined();
      return found;
    });
    expect(found?.subject).toBe('&lt;b&gt;x&lt;/b&gt;');
    expect(found?.excerpt).toContain('&lt;script&gt;alert(&quot;<mark>giraffe</mark>&quot;)');
  });
});

it('keeps to the other filters', async () => {
  const number = numbers.get('paczka') ?? 0;
  expect((await post(`/api/v1/tickets/${number}/status`, { status: 'solved' })).statusCode).toBe(200);
  expect(await search('paczka', '&view=solved')).toEqual(['paczka']);
  expect(await search('paczka', '&view=open')).toEqual([]);
  expect(await search(String(number), '&view=open')).toEqual([]);
  expect(await search('lukasz.zak@zak.example', '&status=solved')).toEqual(['paczka']);
  expect(await search('lukasz.zak@zak.example', '&status=open')).toEqual([]);
});

it('fills a page although most of what has the words does not have them as quoted', async () => {
  const bring = async (text: string) => (await email.bring({ subject: 'Kitchen', text, language: 'en' })).done;
  for (const text of ['kettle copper one', 'kettle copper two', 'kettle copper three']) await bring(text);
  for (let i = 0; i < 160; i++) await bring(`copper kettle ${i}`);
  await bring('last kitchen zanzibar');
  await eventually(async () => expect((await list('q=zanzibar')).items).toHaveLength(1));
  const first = await list('q=%22kettle%20copper%22&limit=2');
  const second = await list(`q=%22kettle%20copper%22&limit=2&after=${first.next}`);
  const excerpts = [...first.items, ...second.items].map(({ hit }) => hit?.excerpt);
  expect(excerpts).toEqual(['three', 'two', 'one'].map((word) => `<mark>kettle copper</mark> ${word}`));
  expect([first.items.length, second.next]).toEqual([2, null]);
});

it('goes on with the words behind a page that the tickets of an address fill', async () => {
  const bring = async (value: string, text: string) =>
    (
      await email.bring({
        subject: 'Direct',
        text,
        from: { kind: 'email', value, verified: false },
        threadKeys: [value + text],
      })
    ).done;
  await bring('other@direct.example', 'write to meant@direct.example');
  await bring('meant@direct.example', 'hello');
  await eventually(async () => expect((await list('q=meant%40direct.example')).items).toHaveLength(2));
  const first = await list('q=meant%40direct.example&limit=1');
  const second = await list(`q=meant%40direct.example&limit=1&after=${first.next}`);
  expect([first.items.length, second.items.length, second.next]).toEqual([1, 1, null]);
  expect(second.items[0]?.hit?.excerpt).toContain('<mark>');
});

it('goes on page by page, each ticket once', async () => {
  const seen: number[] = [];
  let after = '';
  for (let page = 0; page < 30; page++) {
    const { items, next } = await list(`q=example&limit=7${after}`);
    seen.push(...items.map(({ number }) => number));
    if (!next) break;
    after = `&after=${next}`;
  }
  const all = (await list('q=example&limit=200')).items.map(({ number }) => number);
  expect(all.length).toBeGreaterThan(10);
  expect(seen).toEqual(all);
  const wrong = await app.inject({ url: '/api/v1/tickets?q=example&after=bm9uZQ', headers: { cookie } });
  expect([wrong.statusCode, wrong.json().code]).toEqual([400, 'invalid-cursor']);
});
