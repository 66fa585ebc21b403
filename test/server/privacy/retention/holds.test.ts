import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AuditLog } from '../../../../server/audit/model.ts';
import { agingDesk, numbers, type AgingDesk } from './desk.ts';

let desk: AgingDesk;
beforeAll(async () => {
  desk = await agingDesk();
});
afterAll(() => desk.close());
afterEach(() => desk.dropRules());

describe('a legal hold', () => {
  it('keeps a ticket, or all of a customer, from every rule until it is lifted', async () => {
    const [ticket, customer] = [await desk.solved('held1@people.example'), await desk.solved('held2@people.example')];
    expect((await desk.ask('POST', `${ticket.url}/hold`, { note: 'court of Iași' })).status).toBe(201);
    expect((await desk.ask('POST', `/customers/${customer.customer}/hold`, {})).status).toBe(201);
    expect((await desk.ask('GET', '/holds')).body.items).toMatchObject([
      { kind: 'customer', number: null, note: '' },
      { kind: 'ticket', number: ticket.ticket.number, note: 'court of Iași', customer: { name: 'Ana held1' } },
    ]);
    desk.days(400);
    for (const act of ['files', 'redact', 'erase'] as const) await desk.rule({ act });
    const ran = await desk.run();
    expect(ran.held).toEqual(expect.arrayContaining(numbers(ticket, customer)));
    for (const { ticket: kept } of [ticket, customer])
      expect((await desk.texts(kept)).join()).toContain('people.example');
    expect((await desk.preview()).held).toEqual(expect.arrayContaining(numbers(ticket, customer)));
    expect((await desk.ask('DELETE', `${ticket.url}/hold`)).status).toBe(204);
    expect((await desk.ask('DELETE', `/customers/${customer.customer}/hold`)).status).toBe(204);
    await desk.run();
    expect((await desk.ask('GET', `/customers/${customer.customer}`)).body.code).toBe('erased');
    expect((await desk.ask('GET', ticket.url)).body.erased).toBe(true);
  });

  it('keeps somebody from being erased, unless an admin says in spite of it; no program can', async () => {
    const { app } = desk;
    const { customer, url } = await desk.solved('held3@people.example');
    await desk.ask('POST', `${url}/hold`, {});
    const path = `/customers/${customer}/erasure`;
    expect((await desk.ask('GET', path)).body.held).toBe(true);
    expect((await desk.ask('POST', path, { confirm: customer })).body.code).toBe('held');
    expect(app.context.vault.hasKey(customer)).toBe(true);
    expect(
      (await desk.ask('GET', '/erasures')).body.items.some((one: { customers: string[] }) =>
        one.customers.includes(customer),
      ),
    ).toBe(false);
    const scopes = ['customers:erase'];
    const { body } = await desk.ask('POST', '/tokens', { name: 'shop', scopes });
    const byProgram = await app.inject({
      method: 'POST',
      url: `/api/v1${path}`,
      headers: { authorization: `Bearer ${body.token}` },
      payload: { confirm: customer, override: true },
    });
    expect(byProgram.statusCode).toBe(403);
    const done = await desk.ask('POST', path, { confirm: customer, override: true });
    expect([done.status, done.body.override]).toEqual([201, true]);
    expect((await desk.ask('GET', `/holds?customer=${customer}`)).body.items).toEqual([]);
  });

  it('is for admins, and stands in the audit log', async () => {
    const { customer } = await desk.solved('held4@people.example');
    const url = `/api/v1/customers/${customer}/hold`;
    expect((await desk.app.inject({ method: 'POST', url, payload: {} })).statusCode).toBe(401);
    const { cookie } = await desk.app.signIn('supervisor');
    expect((await desk.app.inject({ method: 'POST', url, payload: {}, headers: { cookie } })).statusCode).toBe(403);
    await desk.ask('POST', url, {});
    await desk.ask('DELETE', url);
    const acts = await AuditLog(desk.app.context).find({ 'about.id': customer }).sort({ at: 1, _id: 1 }).lean();
    expect(acts.map(({ act }) => act)).toEqual(['hold.placed', 'hold.lifted']);
  });
});
