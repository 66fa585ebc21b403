import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendRequest, postForm } from '../support/own-page.ts';
import { bound, openOwnDesk, type OwnDesk } from '../server/help/own-desk.ts';

/**
 * Links and codes that somebody guesses, from as many network addresses as there are guesses: none is taken. What is
 * known takes as long as what is not: told, and judged in the long form.
 */
const FULL = process.env['OMBUD_FAULTS'] === 'full';
const GUESSES = FULL ? 100_000 : 2_000;
/** One in five is a code: they take longer. */
const CODES = GUESSES / 5;
const PAIRS = FULL ? 200 : 8;
const WITHIN_MS = 20;

let desk: OwnDesk;
beforeAll(async () => void (desk = await openOwnDesk()), 120_000);
afterAll(() => desk.close());

const { get, mailed } = bound(() => desk);
const from = (n: number) => ({ 'x-forwarded-for': `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}` });
const ask = (email: string, n: number) => postForm(desk.app, '/help/en/requests/code', { email }, { headers: from(n) });
const askedOf = (answer: { headers: Record<string, unknown> }) =>
  new URL(String(answer.headers['location']), 'http://x').searchParams.get('asked') ?? '';
const enter = (asked: string, code: string, n: number) =>
  postForm(desk.app, '/help/en/requests/session', { asked, code }, { headers: from(n) });
const codeTo = (email: string) =>
  /code is (\d{6})/.exec(desk.sink.taken.findLast(({ to }) => to.includes(email))?.raw.toString() ?? '')?.[1] ?? '';

/** Made up whole, or of what somebody has of real ones: each part with a signature that was not made for it. */
function guess(n: number, real: readonly string[][]): string {
  const random = (bytes: number) => randomBytes(bytes).toString('base64url');
  const [one = [], other = []] = real;
  const [mac = '', thread = '', mark = '', until = ''] = one;
  const [otherMac = '', otherThread = '', otherMark = ''] = other;
  const kinds = [
    [random(16), random(9), random(12), 'zzzzzzm'],
    [random(16), thread, mark, until],
    [mac, otherThread, mark, until],
    [otherMac, thread, mark, until],
    [mac, thread, otherMark, until],
    [mac, thread, mark, `${(parseInt(until.slice(0, -1), 36) + 1 + n).toString(36)}m`],
    [mac, thread, mark, until.replace(/.$/, (kind) => (kind === 'm' ? 'p' : 'm'))],
    [random(16).slice(0, 3) + mac.slice(3), thread, mark, until],
  ];
  return `/help/en/requests/${(kinds[n % kinds.length] ?? []).join('.')}`;
}

const median = (all: number[]): number => all.sort((a, b) => a - b)[all.length >> 1] ?? NaN;
async function took(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  return performance.now() - began;
}

/** The two in turn, so that what else the machine does is the same for both. */
async function compare(what: string, known: (n: number) => Promise<unknown>, unknown: (n: number) => Promise<unknown>) {
  const [ofKnown, ofUnknown]: [number[], number[]] = [[], []];
  for (let n = 0; n < PAIRS; n += 1) {
    ofKnown.push(await took(() => known(n)));
    ofUnknown.push(await took(() => unknown(n)));
  }
  const [one, other] = [median(ofKnown), median(ofUnknown)];
  console.info(`${what}: median ${one.toFixed(1)} ms where it is known, ${other.toFixed(1)} ms where it is not`);
  if (FULL) expect(Math.abs(one - other)).toBeLessThan(WITHIN_MS);
}

test(`${GUESSES} guessed links and codes`, { timeout: 600_000 }, async () => {
  const email = 'guessed@people.test';
  await sendRequest(desk.app, { email });
  const link = await mailed(email);
  const other = (await sendRequest(desk.app)).link;
  const real = [link, other].map((path) => (path.split('/').at(-1) ?? '').split('.'));
  const asked = askedOf(await ask(email, 1));
  const right = Number(codeTo(email));
  const began = performance.now();
  const answers: Record<string, number> = {};
  const count = ({ statusCode, headers }: Awaited<ReturnType<typeof get>>) => {
    const kind = headers['set-cookie'] ? 'accepted' : String(statusCode);
    answers[kind] = (answers[kind] ?? 0) + 1;
  };
  for (let n = 0; n < GUESSES - CODES; n += 1) {
    count(await get(guess(n, real), from(n)));
    if (n % 4 > 0) continue;
    // The right one comes last: by then nothing is taken any more.
    const code = String((right + 1_000_000 - CODES + 1 + n / 4) % 1_000_000).padStart(6, '0');
    count(await enter(asked, code, n));
  }
  const seconds = (performance.now() - began) / 1000;
  console.info(`${GUESSES} guesses in ${seconds.toFixed(0)} s, by answer: ${JSON.stringify(answers)}`);
  expect(answers).toEqual({ 404: GUESSES - CODES, 422: CODES });
  expect((await get(link)).statusCode).toBe(200);
});

test('what is known takes as long as what is not', { timeout: 300_000 }, async () => {
  const wrong =
    '/help/en/requests/' + [16, 9, 12].map((n) => randomBytes(n).toString('base64url')).join('.') + '.zzzzzm';
  const known: string[] = [];
  for (let n = 0; n < 10; n += 1) {
    known.push(`known${n}@people.test`);
    await sendRequest(desk.app, { email: known[n] ?? '' });
  }
  const link = await mailed(known[0] ?? '');
  await compare(
    'a link',
    () => get(link),
    () => get(wrong),
  );
  // Three codes to an address are mailed in a quarter of an hour.
  const next = (n: number) => (n % 20 === 0 ? desk.pass(25 * 3_600_000) : undefined);
  await compare(
    'asking for a code',
    (n) => (next(n), ask(known[n % 10] ?? '', 1000 + n)),
    (n) => ask(`unknown${n % 10}@people.test`, 5000 + n),
  );
  desk.pass(25 * 3_600_000);
  const [one, two] = [askedOf(await ask(known[0] ?? '', 9001)), askedOf(await ask('nobody@people.test', 9002))];
  await compare(
    'a wrong code',
    (n) => enter(one, 'abcdef', 20_000 + n),
    (n) => enter(two, 'abcdef', 30_000 + n),
  );
  // Of the requests of an address that was proved: a number of somebody else's, and one that nobody has.
  const mine = askedOf(await ask(known[1] ?? '', 9003));
  const cookie = String((await enter(mine, codeTo(known[1] ?? ''), 9004)).headers['set-cookie']).split(';')[0] ?? '';
  const foreign = (await sendRequest(desk.app)).number;
  await compare(
    'a foreign number',
    () => get(`/help/en/requests?number=${foreign}`, { cookie }),
    () => get('/help/en/requests?number=987654', { cookie }),
  );
});
