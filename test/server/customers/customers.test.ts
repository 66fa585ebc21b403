import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomerView } from '../../../server/customers/schema.ts';
import { Customers } from '../../../server/customers/model.ts';
import { mayContact } from '../../../server/customers/consent.ts';
import { Tickets, type TicketDoc } from '../../../server/tickets/model.ts';
import type { TicketView } from '../../../server/tickets/schema.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

let app: TestApp;
let mail: ScriptChannel;
let cookie: string;
let admin: string;
beforeAll(async () => {
  app = await buildTestApp();
  mail = installScriptChannel(app);
  ({ cookie } = await app.signIn('agent'));
  ({ cookie: admin } = await app.signIn('admin'));
});
afterAll(() => app.close());

let count = 0;
async function bring(name: string, value = `c${++count}@people.test`): Promise<TicketDoc> {
  const from = { kind: 'email' as const, value, name, verified: false };
  const { ticket } = await (await mail.bring({ from, threadKeys: [] })).done;
  return (await Tickets(app.context).findById(ticket).lean<TicketDoc>())!;
}
const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object, as = cookie) =>
  app.inject({ method, url: `/api/v1/customers${path}`, headers: { cookie: as }, ...(payload ? { payload } : {}) });
const view = async (path: string) => (await call('GET', path)).json<CustomerView>();
const ticket = async ({ number }: TicketDoc) =>
  (await app.inject({ url: `/api/v1/tickets/${number}`, headers: { cookie } })).json<TicketView>();

it('needs a session, and somebody who may write', async () => {
  const { customer } = await bring('Ana');
  const { cookie: reader } = await app.signIn('readonly');
  for (const [method, path, payload] of [
    ['PUT', '', { name: 'X' }],
    ['POST', '/merge', { into: String(customer) }],
    ['DELETE', '/merge', undefined],
    ['POST', '/identities', { kind: 'email', value: 'a@b.test' }],
    ['POST', '/block', { blocked: true }],
  ] as const) {
    expect((await call(method, `/${customer}${path}`, payload, '')).statusCode).toBe(401);
    expect((await call(method, `/${customer}${path}`, payload, reader)).statusCode).toBe(403);
  }
});

describe('what agents write about a customer', () => {
  it('name, language and notes, sealed; tickets say the new name', async () => {
    const made = await bring('Ana');
    const change = { name: 'Ana\u0007 Pop', language: 'ro', notes: 'Calls on Mondays' };
    expect((await call('PUT', `/${made.customer}`, change)).json()).toMatchObject({ ...change, name: 'Ana Pop' });
    expect((await call('PUT', `/${made.customer}`, { language: null })).json()).toMatchObject({
      language: null,
      notes: 'Calls on Mondays',
    });
    expect((await ticket(made)).customer.name).toBe('Ana Pop');
    const doc = JSON.stringify(await Customers(app.context).findById(made.customer).lean());
    expect(doc).not.toMatch(/Pop|Mondays/);
  });

  it('an address is added unproved, vouched for, taken away; the last one stays', async () => {
    const { customer } = await bring('Eva');
    const added = (
      await call('POST', `/${customer}/identities`, { kind: 'email', value: 'Eva@Work.test' })
    ).json<CustomerView>();
    const fresh = added.identities.find(({ value }) => value === 'eva@work.test')!;
    expect(fresh.verified).toBe(false);
    const vouched = await call('PUT', `/${customer}/identities/${fresh.id}`, { verified: true });
    expect(vouched.json<CustomerView>().identities.find(({ id }) => id === fresh.id)?.verified).toBe(true);
    expect((await bring('Eva', 'eva@work.test')).customer).toEqual(customer);
    const left = (await call('DELETE', `/${customer}/identities/${fresh.id}`)).json<CustomerView>();
    expect(left.identities).toHaveLength(1);
    expect((await call('DELETE', `/${customer}/identities/${left.identities[0]!.id}`)).statusCode).toBe(422);
    expect((await bring('Eva', 'eva@work.test')).customer).not.toEqual(customer);
  });

  it('an address of somebody else is refused, and says whose it is', async () => {
    const [one, other] = [await bring('One'), await bring('Other', 'taken@people.test')];
    const answer = await call('POST', `/${one.customer}/identities`, { kind: 'email', value: 'taken@people.test' });
    expect(answer.json()).toMatchObject({ status: 409, code: 'already-exists', customer: String(other.customer) });
  });

  it('who is known under an address, and who is blocked', async () => {
    const { customer } = await bring('Uwe', 'uwe@people.test');
    expect((await call('GET', '?address=uwe@people.test')).json()).toMatchObject({ items: [{ id: String(customer) }] });
    await call('POST', `/${customer}/block`, { blocked: true });
    const blocked = async () => (await call('GET', '?blocked=true')).json<{ items: CustomerView[] }>().items;
    expect((await blocked()).map(({ id }) => id)).toContain(String(customer));
    await call('POST', `/${customer}/block`, { blocked: false });
    expect((await blocked()).map(({ id }) => id)).not.toContain(String(customer));
    expect((await call('GET', '')).statusCode).toBe(400);
  });
});

describe('merging customers', () => {
  const two = async () => {
    const [one, other] = [await bring('Ana P.'), await bring('Ana Pop')];
    return { one, other, ids: [String(one.customer), String(other.customer)] as const };
  };

  it('makes one person of them everywhere', async () => {
    const { one, other, ids } = await two();
    expect((await call('POST', `/${ids[0]}/merge`, { into: ids[1] })).statusCode).toBe(200);
    for (const id of ids) {
      const person = await view(`/${id}`);
      expect(person).toMatchObject({ id: ids[1], name: 'Ana Pop', merged: [{ id: ids[0], name: 'Ana P.' }] });
      expect(person.identities).toHaveLength(2);
      const timeline = (await call('GET', `/${id}/timeline`)).json<{ tickets: TicketView[] }>();
      expect(timeline.tickets.map(({ number }) => number).sort()).toEqual([one.number, other.number].sort());
    }
    expect((await ticket(one)).customer.name).toBe('Ana Pop');
    const list = await app.inject({ url: `/api/v1/tickets?customer=${ids[0]}`, headers: { cookie } });
    expect(list.json<{ items: unknown[] }>().items).toHaveLength(2);
    const merging = await app.inject({
      method: 'POST',
      url: `/api/v1/tickets/${one.number}/merge`,
      headers: { cookie },
      payload: { into: other.number },
    });
    expect(merging.statusCode).toBe(200);
  });

  it('is undone exactly, with all that came in between', async () => {
    const { one, ids } = await two();
    const before = await Promise.all(ids.map((id) => view(`/${id}`)));
    await call('POST', `/${ids[0]}/merge`, { into: ids[1] });
    expect((await call('DELETE', `/${ids[0]}/merge`)).json()).toMatchObject({ id: ids[1] });
    expect(await Promise.all(ids.map((id) => view(`/${id}`)))).toEqual(before);
    expect((await ticket(one)).customer).toEqual({ id: ids[0], name: 'Ana P.' });
    expect((await call('DELETE', `/${ids[0]}/merge`)).json()).toMatchObject({ code: 'illegal-step' });
  });

  it('both ways at once ends with one person or two, never with nobody', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { ids } = await two();
      await Promise.all([
        call('POST', `/${ids[0]}/merge`, { into: ids[1] }),
        call('POST', `/${ids[1]}/merge`, { into: ids[0] }),
      ]);
      const docs = await Customers(app.context)
        .find({ _id: { $in: ids } })
        .lean();
      expect(docs.filter(({ mergedInto }) => !mergedInto).length).toBeGreaterThan(0);
    }
  });

  it('what one of the records refused, the person refused; who is blocked is blocked as a whole', async () => {
    const { one, other, ids } = await two();
    const say = (id: string, given: boolean) => call('POST', `/${id}/consents`, { purpose: 'survey', given });
    await say(ids[0], true);
    expect(await mayContact(app.context, one.customer, 'survey')).toBe(true);
    await call('POST', `/${ids[0]}/merge`, { into: ids[1] });
    expect(await mayContact(app.context, other.customer, 'survey')).toBe(true);
    await say(ids[1], false);
    expect(await mayContact(app.context, one.customer, 'survey')).toBe(false);
    await say(ids[0], true);
    await call('POST', `/${ids[1]}/block`, { blocked: true });
    expect(await mayContact(app.context, one.customer, 'survey')).toBe(false);
    expect((await bring('Ana', (await view(`/${ids[0]}`)).identities[1]!.value)).spam).toBe(true);
  });

  it('one export has both, and erasing one erases the person', async () => {
    const { one, other, ids } = await two();
    await call('POST', `/${ids[0]}/merge`, { into: ids[1] });
    const zip = await call('GET', `/${ids[0]}/export`, undefined, admin);
    expect(zip.statusCode).toBe(200);
    const erased = await call('POST', `/${ids[1]}/erasure`, { confirm: ids[1] }, admin);
    expect(erased.statusCode).toBeLessThan(300);
    for (const id of ids) expect((await call('GET', `/${id}`)).statusCode).toBe(410);
    for (const doc of [one, other]) expect(app.context.vault.hasKey(String(doc.customer))).toBe(false);
  });
});
