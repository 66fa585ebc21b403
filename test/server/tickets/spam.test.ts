import { afterAll, beforeAll, expect, it } from 'vitest';
import { Messages } from '../../../server/tickets/message-model.ts';
import { Tickets, type TicketDoc } from '../../../server/tickets/model.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

let app: TestApp;
let mail: ScriptChannel;
let cookie: string;
beforeAll(async () => {
  app = await buildTestApp();
  mail = installScriptChannel(app);
  ({ cookie } = await app.signIn('agent'));
  await app.inject({
    method: 'PUT',
    url: '/api/v1/agents/me/availability',
    headers: { cookie },
    payload: { state: 'online' },
  });
});
afterAll(() => app.close());

const from = (value: string) => ({ kind: 'email' as const, value, verified: false });
const bring = async (value: string, more: object = {}): Promise<TicketDoc> => {
  const { ticket } = await (await mail.bring({ from: from(value), threadKeys: [], ...more })).done;
  return (await Tickets(app.context).findById(ticket).lean<TicketDoc>())!;
};
const act = (number: number, verb: string, payload: object) =>
  app.inject({ method: 'POST', url: `/api/v1/tickets/${number}/${verb}`, headers: { cookie }, payload });
const numbersIn = async (view: string) =>
  (await app.inject({ url: `/api/v1/tickets?view=${view}`, headers: { cookie } }))
    .json<{ items: { number: number; spam: string | null }[] }>()
    .items.map(({ number, spam }) => [number, spam]);

it('needs a signed-in agent', async () => {
  const { number } = await bring('one@people.test');
  expect(
    (await app.inject({ method: 'POST', url: `/api/v1/tickets/${number}/spam`, payload: { spam: true } })).statusCode,
  ).toBe(401);
  const { cookie: reader } = await app.signIn('readonly');
  expect(
    (
      await app.inject({
        method: 'POST',
        url: `/api/v1/tickets/${number}/spam`,
        headers: { cookie: reader },
        payload: { spam: true },
      })
    ).statusCode,
  ).toBe(403);
});

it('what is flagged is kept, and goes to nobody; released, it is routed', async () => {
  const { number } = await bring('two@people.test', { spam: 'flagged', text: 'Cheap pills' });
  expect(await numbersIn('spam')).toEqual([[number, 'flagged']]);
  for (const view of ['unassigned', 'mine', 'new', 'closed'])
    expect((await numbersIn(view)).map(([one]) => one)).not.toContain(number);
  const ticket = () => Tickets(app.context).findOne({ number }).lean<TicketDoc>();
  expect(await ticket()).toMatchObject({ spam: true, status: 'closed', queued: false, assignee: null });
  expect(await Messages(app.context).countDocuments({ ticket: (await ticket())!._id, direction: 'in' })).toBe(1);

  expect((await act(number, 'spam', { spam: false })).json()).toMatchObject({ spam: null });
  await eventually(async () => expect((await ticket())?.assignee).toBeTruthy());
  expect(await numbersIn('spam')).toEqual([]);
  expect((await act(number, 'spam', { spam: false })).statusCode).toBe(200);
});

it('an agent puts a ticket there by hand, and its place is free again', async () => {
  const { number } = await bring('three@people.test');
  expect((await act(number, 'spam', { spam: true })).json()).toMatchObject({
    spam: 'marked',
    status: 'closed',
    assignee: null,
  });
  expect(await numbersIn('spam')).toEqual([[number, 'marked']]);
  expect((await act(number, 'spam', { spam: true })).statusCode).toBe(200);
});

it('whoever is blocked ends there with all that comes, until no longer', async () => {
  const { customer } = await bring('four@people.test');
  const block = (blocked: boolean, as = cookie) =>
    app.inject({
      method: 'POST',
      url: `/api/v1/customers/${String(customer)}/block`,
      headers: { cookie: as },
      payload: { blocked },
    });
  expect((await block(true, '')).statusCode).toBe(401);
  expect((await block(true)).json()).toMatchObject({ blocked: true });
  const { number, spamReason } = await bring('four@people.test');
  expect(spamReason).toBe('blocked');
  expect((await numbersIn('spam')).map(([one]) => one)).toContain(number);
  expect((await block(false)).json()).toMatchObject({ blocked: false });
  expect((await bring('four@people.test')).spam).toBeUndefined();
});
