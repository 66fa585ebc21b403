import type { Types } from 'mongoose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mayContact, recordConsent } from '../../../server/customers/consent.ts';
import { Consents } from '../../../server/customers/consent-model.ts';
import { Customers } from '../../../server/customers/model.ts';
import { drain } from '../../../server/channels/delivery.ts';
import { messageById, ticketById } from '../../../server/tickets/find.ts';
import type { Purpose } from '../../../server/tickets/envelopes.ts';
import { Messages } from '../../../server/tickets/message-model.ts';
import type { TicketDoc } from '../../../server/tickets/model.ts';
import { reply } from '../../../server/tickets/reply.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';
import { Visitor } from '../channels/webchat/visitor.ts';

let app: TestApp;
let email: ScriptChannel;
let cookie: string;
let ticket: TicketDoc;

beforeAll(async () => {
  app = await buildTestApp();
  email = installScriptChannel(app);
  ({ cookie } = await app.signIn());
});
afterAll(() => app.close());
beforeEach(async () => {
  const { ticket: id } = await (await email.bring()).done;
  ticket = await ticketById(app.context, id ?? '');
});

const url = () => `/api/v1/customers/${String(ticket.customer)}/consents`;
const get = async (path = url()) => (await app.inject({ url: path, headers: { cookie } })).json();
const say = async (purpose: Purpose, given: boolean, note?: string) => {
  const payload = { purpose, given, ...(note ? { note } : {}) };
  return await app.inject({ method: 'POST', url: url(), headers: { cookie }, payload });
};
const may = (purpose: Purpose) => mayContact(app.context, ticket.customer, purpose);

describe('the consents of a customer', () => {
  it('are nobody’s business', async () => {
    expect((await app.inject({ url: url() })).statusCode).toBe(401);
    expect((await app.inject({ method: 'POST', url: url(), payload: {} })).statusCode).toBe(401);
    const reader = await app.signIn('readonly');
    const payload = { purpose: 'offers', given: true };
    const refused = await app.inject({ method: 'POST', url: url(), headers: { cookie: reader.cookie }, payload });
    expect(refused.statusCode).toBe(403);
  });

  it('begin with nothing but service', async () => {
    expect(await get()).toEqual({
      purposes: [
        { purpose: 'service', given: null, allowed: true },
        { purpose: 'survey', given: null, allowed: false },
        { purpose: 'offers', given: null, allowed: false },
      ],
      history: [],
    });
  });

  it('hold until the next word, and the history is kept with who, when, how and why', async () => {
    expect((await say('offers', true, 'asked for it on the telephone')).statusCode).toBe(201);
    expect(await may('offers')).toBe(true);
    expect(await may('survey')).toBe(false);
    const { purposes, history } = (await say('offers', false)).json();
    expect(purposes[2]).toEqual({ purpose: 'offers', given: false, allowed: false });
    expect(history).toMatchObject([
      { purpose: 'offers', given: false, source: 'agent', by: { kind: 'agent', name: expect.any(String) }, note: '' },
      { purpose: 'offers', given: true, source: 'agent', proved: true, note: 'asked for it on the telephone' },
    ]);
    const stored = await Consents(app.context).findOne({ customer: ticket.customer, n: 1 }).lean();
    expect(JSON.stringify(stored)).not.toContain('telephone');
  });

  it('keep their order when two speak at once, and when the clock is set back', async () => {
    const by = { kind: 'system' as const };
    const entry = { purpose: 'survey' as const, source: 'api' as const, by, proved: true };
    await Promise.all([1, 2, 3, 4].map(() => recordConsent(app.context, ticket.customer, { ...entry, given: true })));
    const earlier = { ...app.context, clock: { now: () => new Date(0) } };
    await recordConsent(earlier, ticket.customer, { ...entry, given: false });
    expect(await may('survey')).toBe(false);
    expect((await get()).history).toHaveLength(5);
  });

  it('do not count for somebody who is blocked', async () => {
    await say('survey', true);
    expect(await may('survey')).toBe(true);
    await Customers(app.context).updateOne({ _id: ticket.customer }, { $set: { blocked: true } });
    expect(await may('survey')).toBe(false);
  });
});

describe('consents that come with a message', () => {
  const request = (more: object) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/help/requests',
      payload: { type: 'inquiry', subject: 'S', text: 'T', email: 'form@people.example', ...more },
    });
  const last = async () => {
    const { items } = (await app.inject({ url: '/api/v1/tickets?limit=1', headers: { cookie } })).json();
    return await get(`/api/v1/customers/${items[0].customer.id}/consents`);
  };

  it('of the request form: anybody may type an address, so offers wait for a proof', async () => {
    expect((await request({ consents: { survey: true, offers: true } })).statusCode).toBe(201);
    expect(await last()).toMatchObject({
      purposes: [{}, { given: true, allowed: true }, { given: true, allowed: false }],
      history: [
        { purpose: 'offers', source: 'form', by: { kind: 'customer' }, proved: false },
        { purpose: 'survey', source: 'form' },
      ],
    });
    expect((await request({ consents: { service: false } })).statusCode).toBe(400);
  });

  it('of the request form: a stranger’s tick does not undo what was proved, a refusal does', async () => {
    const { customer } = ticket;
    await say('offers', true);
    const entry = {
      purpose: 'offers' as const,
      source: 'form' as const,
      by: { kind: 'customer' as const },
      proved: false,
    };
    await recordConsent(app.context, customer, { ...entry, given: true });
    expect(await may('offers')).toBe(true);
    await recordConsent(app.context, customer, { ...entry, given: false });
    expect(await may('offers')).toBe(false);
  });

  it('of a program', async () => {
    const payload = {
      type: 'inquiry',
      subject: 'S',
      text: 'T',
      customer: { email: 'api@people.example', consents: { offers: true } },
    };
    const made = await app.inject({ method: 'POST', url: '/api/v1/tickets', headers: { cookie }, payload });
    expect(made.statusCode).toBe(201);
    expect((await last()).purposes[2]).toEqual({ purpose: 'offers', given: true, allowed: true });
  });

  it('of the chat, once although the page says it with every message', async () => {
    const visitor = await Visitor.greeted(await app.listen());
    for (const clientId of ['message-1', 'message-2'])
      await visitor.say(clientId, 'Hello', { consents: { survey: true } });
    await visitor.until(() => visitor.messages().filter((m) => m.from === 'visitor').length === 2);
    visitor.close();
    expect((await last()).history).toMatchObject([{ purpose: 'survey', source: 'webchat', proved: true }]);
  });
});

describe('delivery', () => {
  const author = { kind: 'system' as const, name: 'Shop' };
  let count = 0;
  const send = async (purpose: Purpose) => {
    const message = await reply(app.context, ticket, {
      author,
      purpose,
      clientId: `consent-${++count}`,
      text: 'Hello',
    });
    return await tried(message._id);
  };
  /** The message once an attempt has ended; the app's own loop may have made it. */
  const tried = async (id: Types.ObjectId | undefined, attempts = 1) => {
    await drain(app.context);
    return await eventually(async () => {
      const message = await messageById(app.context, String(id));
      expect(message?.delivery).toMatchObject({ attempts, leaseUntil: null });
      return message;
    });
  };

  it('sends service without asking, and tells the channel what it is for', async () => {
    expect((await send('service'))?.delivery).toMatchObject({ state: 'sent', purpose: 'service' });
    expect(email.sent.at(-1)?.purpose).toBe('service');
  });

  it('sends nothing else without consent', async () => {
    const before = email.sent.length;
    for (const purpose of ['survey', 'offers'] as const)
      expect(await send(purpose)).toMatchObject({
        delivery: { state: 'failed' },
        failure: expect.stringMatching(/agreed/),
      });
    expect(email.sent).toHaveLength(before);
    await say('survey', true);
    expect((await send('survey'))?.delivery).toMatchObject({ state: 'sent' });
    expect(email.sent).toHaveLength(before + 1);
  });

  it('sends nothing that does not say what it is for', async () => {
    const before = email.sent.length;
    const { _id } = (await send('offers')) ?? {};
    await say('offers', true);
    await say('survey', true);
    const pending = { 'delivery.state': 'pending', 'delivery.dueAt': new Date(0), 'delivery.leaseUntil': null };
    await Messages(app.context).updateOne({ _id }, { $set: pending, $unset: { 'delivery.purpose': 1 } });
    expect((await tried(_id, 2))?.delivery?.state).toBe('failed');
    expect(email.sent).toHaveLength(before);
  });

  it('asks when it sends, not when it was written', async () => {
    await say('offers', true);
    email.onSend.push(async () => {
      await say('offers', false);
      throw new Error('come again later');
    });
    const first = await send('offers');
    expect(first?.delivery?.state).toBe('pending');
    await Messages(app.context).updateOne({ _id: first?._id }, { $set: { 'delivery.dueAt': new Date(0) } });
    expect((await tried(first?._id, 2))?.delivery?.state).toBe('failed');
  });
});
