import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownTexts } from '../../../server/messages/own.ts';
import { postForm, sendRequest } from '../../support/own-page.ts';
import { bound, openOwnDesk, type OwnDesk } from './own-desk.ts';

let desk: OwnDesk;
beforeAll(async () => void (desk = await openOwnDesk()), 120_000);
afterAll(() => desk.close());

const { get, post, ticket } = bound(() => desk);
const texts = ownTexts.en;

describe('all requests of an address', () => {
  const ask = (email: string, number = '') => post('/help/en/requests/code', { email, number });
  const codeFor = (email: string) =>
    /\b(\d{6})\b/.exec(
      desk.sink.taken
        .findLast(({ to }) => to.includes(email))
        ?.raw.toString()
        .split('\r\n\r\n')[1] ?? '',
    )?.[1] ?? '';
  const askedOf = (answer: { headers: Record<string, unknown> }) =>
    new URL(String(answer.headers['location']), 'http://x').searchParams.get('asked') ?? '';
  const enter = (asked: string, code: string) => post('/help/en/requests/session', { asked, code });
  const cookieOf = (answer: { headers: Record<string, unknown> }) =>
    String(answer.headers['set-cookie']).split(';')[0] ?? '';

  it('stand in a list after the code that was mailed there, each with its link', async () => {
    const email = 'all@people.test';
    const one = await sendRequest(desk.app, { email, subject: 'One' });
    const two = await sendRequest(desk.app, { email, subject: 'Two' });
    await sendRequest(desk.app, { subject: 'Not theirs' });
    expect((await get('/help/en/requests')).body).toContain(texts.find.title);
    const asked = askedOf(await ask(email));
    expect((await get(`/help/en/requests/code?asked=${asked}`)).body).toContain(email);
    expect((await enter(asked, '000000')).body).toContain(texts.code.wrong);
    const right = await enter(asked, codeFor(email));
    expect(right.statusCode).toBe(303);
    expect(String(right.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Lax/);
    const cookie = cookieOf(right);
    const { body } = await get('/help/en/requests', { cookie });
    expect([body.includes('One'), body.includes('Two'), body.includes('Not theirs')]).toEqual([true, true, false]);
    const links = [...body.matchAll(/href="(\/help\/en\/requests\/[^".]+\.[^"]+)"/g)].map(([, href]) => href ?? '');
    expect(links).toHaveLength(2);
    for (const link of links) expect((await get(link)).statusCode).toBe(200);

    const byNumber = await get(`/help/en/requests?number=%23${one.number}`, { cookie });
    expect(String(byNumber.headers.location)).toMatch(/^\/help\/en\/requests\/.+m$/);
    const foreign = await sendRequest(desk.app);
    for (const number of [String(foreign.number), '999999', 'x', `${two.number}0`]) {
      const { statusCode, body: page } = await get(`/help/en/requests?number=${number}`, { cookie });
      expect([number, statusCode, page.includes(`There is no request ${number} under`)]).toEqual([number, 200, true]);
    }
    const left = await post('/help/en/requests/leaving', {}, { headers: { cookie } });
    expect(cookieOf(left)).toBe('ombud_requests=');
    desk.pass(3 * 3_600_000);
    expect((await get('/help/en/requests', { cookie })).body).toContain(texts.find.title);
  });

  it('are asked for alike, whoever is known; a code is tried five times at most', async () => {
    const known = 'known@people.test';
    await sendRequest(desk.app, { email: known });
    const answers = await Promise.all([ask(known), ask('unknown@people.test')]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([303, 303]);
    const [asked = '', other = ''] = answers.map(askedOf);
    expect((await enter(other, codeFor(known))).statusCode).toBe(422);
    const unknown = await enter(other, codeFor('unknown@people.test'));
    expect((await get('/help/en/requests', { cookie: cookieOf(unknown) })).body).toContain(texts.list.empty);
    for (const _ of [1, 2, 3, 4, 5]) expect((await enter(asked, 'abcdef')).statusCode).toBe(422);
    expect((await enter(asked, codeFor(known))).statusCode).toBe(422);
    for (const email of ['', 'x', 'a@b@c', 'a b@c.test']) expect((await ask(email)).body).toContain(texts.find.wrong);
  });

  it('are not shown by an address that somebody with another name has only stated', async () => {
    const email = 'stated@people.test';
    const { number } = await sendRequest(desk.app, { email, subject: 'Of a record with two names' });
    const { customer } = await ticket(number);
    const more = { kind: 'email', value: 'other-name@people.test' };
    expect((await desk.call('POST', `/customers/${customer.id}/identities`, more)).statusCode).toBeLessThan(300);
    const right = await enter(askedOf(await ask(email)), codeFor(email));
    expect((await get('/help/en/requests', { cookie: cookieOf(right) })).body).toContain(texts.list.empty);
  });

  it('are limited in codes and tries from one network address', async () => {
    const headers = { 'x-forwarded-for': '192.0.2.77' };
    const statuses: number[] = [];
    for (let n = 0; n < 22; n += 1)
      statuses.push(
        (await postForm(desk.app, '/help/en/requests/code', { email: `n${n}@people.test` }, { headers })).statusCode,
      );
    expect(statuses.filter((status) => status === 303)).toHaveLength(20);
    expect(statuses.slice(20)).toEqual([429, 429]);
    const tried = new Set<number>();
    for (let n = 0; n < 42; n += 1)
      tried.add(
        (await postForm(desk.app, '/help/en/requests/session', { asked: 'x', code: '123456' }, { headers })).statusCode,
      );
    expect(tried).toEqual(new Set([422, 429]));
  });
});
