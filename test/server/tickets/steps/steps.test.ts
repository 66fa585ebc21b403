import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addToken } from '../../../../server/agents/token.ts';
import { Tickets } from '../../../../server/tickets/model.ts';
import { loadTicket } from '../../../../server/tickets/find.ts';
import type { MessageView, TicketView } from '../../../../server/tickets/schema.ts';
import { customerCourse } from '../../../../server/tickets/steps/course.ts';
import type { StepMessageList } from '../../../../server/tickets/steps/messages/schema.ts';
import type { CourseView } from '../../../../server/tickets/steps/schema.ts';
import { takeStep } from '../../../../server/tickets/steps/take.ts';
import { buildTestApp, type TestApp } from '../../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../../support/script-channel.ts';
import { numberOf } from '../../../support/ticket-number.ts';
import { read } from '../../privacy/export/desk.ts';

let app: TestApp;
let mail: ScriptChannel;
const cookies: Record<string, string> = {};
beforeAll(async () => {
  app = await buildTestApp();
  mail = installScriptChannel(app);
  for (const role of ['admin', 'supervisor', 'agent', 'readonly'] as const)
    cookies[role] = (await app.signIn(role)).cookie;
  const payload = { returnAddress: 'Ombud Returns\nStr. Lalelelor 1' };
  await app.inject({ method: 'PUT', url: '/api/v1/shop', headers: { cookie: cookies['admin'] }, payload });
});
afterAll(() => app.close());

let count = 0;
async function bring(type: 'complaint' | 'return' | 'inquiry' | undefined, language = 'en'): Promise<number> {
  const value = `steps${++count}@people.test`;
  const from = { kind: 'email' as const, value, name: 'Ana Pop', verified: false };
  const { done } = await mail.bring({
    from,
    threadKeys: [value],
    language: language as 'en',
    ...(type ? { type } : {}),
  });
  return await numberOf(app, (await done).ticket);
}
const ask = (method: 'GET' | 'POST' | 'PUT', path: string, payload?: object, as = 'agent') =>
  app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { cookie: cookies[as] ?? '' },
    ...(payload ? { payload } : {}),
  });
const take = (number: number, step: string, more: object = {}, as = 'agent') =>
  ask('POST', `/tickets/${number}/steps`, { clientId: `step-${++count}-of-test`, step, ...more }, as);
const course = async (number: number, as = 'agent') =>
  (await ask('GET', `/tickets/${number}/steps`, undefined, as)).json<CourseView>();
const ticketOf = async (number: number) => (await ask('GET', `/tickets/${number}`)).json<TicketView>();
const messages = async (number: number) =>
  (await ask('GET', `/tickets/${number}/messages`)).json<{ items: MessageView[] }>().items;
const decision = { outcome: 'upheld', reason: 'The lamp was broken.', remedy: 'refund' };

it('is for those who are signed in, and taken by those who may write', async () => {
  const number = await bring('complaint');
  expect((await ask('GET', `/tickets/${number}/steps`, undefined, '')).statusCode).toBe(401);
  expect((await take(number, 'examine', {}, '')).statusCode).toBe(401);
  expect((await take(number, 'examine', {}, 'readonly')).statusCode).toBe(403);
  expect((await course(number, 'readonly')).steps).toEqual([]);
  const bearer = async (scope: string) => `Bearer ${await addToken(app.context, scope, [scope])}`;
  const post = async (scope: string) =>
    app.inject({
      ...{ method: 'POST', url: `/api/v1/tickets/${number}/steps`, headers: { authorization: await bearer(scope) } },
      payload: { clientId: 'by-a-program', step: 'examine' },
    });
  expect((await post('tickets:read')).statusCode).toBe(403);
  expect((await post('tickets:write')).json()).toMatchObject({ stage: 'examining', status: 'open' });
});

describe('a complaint', () => {
  it('goes from stage to stage, and is solved with an outcome only', async () => {
    const number = await bring('complaint');
    expect(await course(number)).toMatchObject({
      ...{ type: 'complaint', stage: 'received', outcome: null, solvable: false, course: [] },
      steps: [
        { step: 'examine', to: 'examining', ends: false },
        { step: 'withdraw', ends: true },
      ],
    });
    const early = await take(number, 'decide', { details: decision });
    expect([early.statusCode, early.json()]).toMatchObject([
      422,
      { code: 'illegal-step', stage: 'received', steps: ['examine', 'withdraw'] },
    ]);
    for (const [path, payload] of [
      ['status', { status: 'solved' }],
      ['status', { status: 'closed' }],
      ['acts', { status: 'solved' }],
      ['replies', { clientId: 'send-and-solve', text: 'Bye', status: 'solved' }],
    ] as const) {
      const refused = await ask('POST', `/tickets/${number}/${path}`, payload);
      expect([path, refused.statusCode, refused.json()]).toMatchObject([path, 422, { code: 'outcome-missing' }]);
    }
    expect((await messages(number)).filter(({ direction }) => direction === 'out')).toEqual([]);
    expect((await take(number, 'examine')).json()).toMatchObject({ stage: 'examining', status: 'open' });
    expect((await take(number, 'decide')).json()).toMatchObject({
      code: 'details-missing',
      missing: ['outcome', 'reason'],
    });
    const decided = await take(number, 'decide', { details: decision, solve: true });
    expect(decided.json()).toMatchObject({ stage: 'decided', status: 'solved', undecided: false });
    expect(await course(number)).toMatchObject({ outcome: 'upheld', solvable: true, steps: [{ step: 'appeal' }] });
    const lines = (await messages(number)).flatMap(({ event }) => (event?.kind === 'step' ? [event.params] : []));
    expect(lines.map(({ step, to }) => [step, to])).toEqual([
      ['examine', 'examining'],
      ['decide', 'decided'],
    ]);
    // The line tells no words: those are sealed with the ticket.
    expect(JSON.stringify(lines)).not.toContain('lamp');
    expect(JSON.stringify(await Tickets(app.context).findOne({ number }).lean())).not.toContain('lamp');
  });

  it('is appealed against by its customer, and decided by somebody who leads', async () => {
    const number = await bring('complaint');
    await take(number, 'examine');
    await take(number, 'decide', { details: { outcome: 'rejected', reason: 'Used up.' }, solve: true });
    const ticket = await loadTicket(app.context, number);
    const by = { kind: 'customer' as const, id: String(ticket.customer), name: '' };
    const input = { clientId: 'customer-appeals', step: 'appeal', details: { reason: 'It was new!' } };
    await takeStep(app.context, ticket, input, by, 'customer');
    expect(await ticketOf(number)).toMatchObject({ stage: 'appealed', status: 'open', undecided: true });
    const again = { clientId: 'customer-decides', step: 'decide', details: decision };
    await expect(takeStep(app.context, ticket, again, by, 'customer')).rejects.toMatchObject({ code: 'forbidden' });
    expect((await take(number, 'decide', { details: decision })).statusCode).toBe(403);
    expect((await course(number)).steps.map(({ step }) => step)).toEqual(['withdraw']);
    expect((await take(number, 'decide', { details: decision }, 'supervisor')).json()).toMatchObject({
      stage: 'decided',
    });
    expect((await course(number)).course.map(({ step, by }) => [step, by?.kind])).toEqual([
      ['examine', 'agent'],
      ['decide', 'agent'],
      ['appeal', 'customer'],
      ['decide', 'agent'],
    ]);
  });

  it('of two who decide at once one does; the same again is the same', async () => {
    const number = await bring('complaint');
    await take(number, 'examine');
    const answers = await Promise.all([1, 2, 3].map(() => take(number, 'decide', { details: decision })));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 422, 422]);
    const body = { clientId: 'twice-by-one', step: 'appeal', details: { reason: 'No.' }, tell: true };
    for (let i = 0; i < 2; i += 1)
      expect((await ask('POST', `/tickets/${number}/steps`, body)).json()).toMatchObject({ stage: 'appealed' });
    const sent = (await messages(number)).filter(({ direction }) => direction === 'out');
    expect(sent).toHaveLength(1);
    expect((await course(number)).course.filter(({ step }) => step === 'appeal')).toHaveLength(1);
  });

  it('begins anew as what it really is', async () => {
    const number = await bring(undefined);
    await app.context.db
      .collection('tickets')
      .updateOne({ number }, { $set: { type: 'complaint', typeGuessed: true } });
    expect(await ticketOf(number)).toMatchObject({ typeGuessed: true, undecided: false });
    expect((await take(number, 'examine')).json()).toMatchObject({ typeGuessed: false, undecided: true });
    await ask('POST', `/tickets/${number}/type`, { type: 'return' });
    expect(await ticketOf(number)).toMatchObject({ stage: 'requested', undecided: true });
    await ask('POST', `/tickets/${number}/type`, { type: 'inquiry' });
    expect((await ask('POST', `/tickets/${number}/status`, { status: 'solved' })).statusCode).toBe(200);
  });
});

describe('a return', () => {
  it('is told to its customer in their language, step by step, until the money is back', async () => {
    const number = await bring('return', 'pl');
    const label = 'https://parcels.example/label/7';
    const say = async (step: string, details: object = {}, solve = false) => {
      const answer = await take(number, step, { details, tell: true, solve });
      expect([step, answer.statusCode, answer.body]).toMatchObject([step, 200, expect.anything()]);
      return answer.json<TicketView>();
    };
    expect(await say('approve', { note: 'A good customer' })).toMatchObject({ stage: 'approved', status: 'pending' });
    expect(await say('send-label', { label, tracking: 'PX-77' })).toMatchObject({
      stage: 'labelled',
      status: 'pending',
    });
    expect(await say('ship')).toMatchObject({ stage: 'in-transit', status: 'open' });
    expect(await say('receive')).toMatchObject({ stage: 'received', status: 'open' });
    await take(number, 'inspect', { details: { condition: 'damaged', note: 'A crack' } });
    expect(await say('refund', { amount: '49,90 zł' }, true)).toMatchObject({ stage: 'refunded', status: 'solved' });
    const sent = (await messages(number)).filter(({ direction }) => direction === 'out');
    expect(sent.map(({ text, delivery }) => [delivery?.channel, text.split('\n\n').slice(1)])).toEqual([
      [
        'email',
        [
          `Możesz odesłać zgłoszony towar (zwrot #${number}).`,
          'Wyślij go na ten adres:\nOmbud Returns\nStr. Lalelelor 1',
          `Napisz na paczce numer #${number}.`,
        ],
      ],
      ['email', [`Oto etykieta do zwrotu #${number}:\n${label}`, 'Numer przesyłki: PX-77']],
      ['email', [`Zwrot #${number} jest w drodze do nas.`]],
      ['email', [expect.stringContaining(`Zwrot #${number} dotarł.`)]],
      ['email', [expect.stringContaining('Zwróciliśmy 49,90 zł')]],
    ]);
    // What its customer may know: no notes, nothing of the inspection, no names.
    const told = customerCourse(await loadTicket(app.context, number));
    expect(told).toMatchObject({ type: 'return', stage: 'refunded', over: true, steps: [] });
    expect(told.timeline.map(({ stage, details }) => [stage, details])).toEqual([
      ['requested', {}],
      ['approved', {}],
      ['labelled', { label, tracking: 'PX-77' }],
      ['in-transit', {}],
      ['received', {}],
      ['inspected', {}],
      ['refunded', { amount: '49,90 zł' }],
    ]);
  });

  it('is not gone on with in spam, or where nobody can be told', async () => {
    const number = await bring('return');
    mail.refusal = 'The mailbox is not set up.';
    expect((await take(number, 'approve', { tell: true })).json()).toMatchObject({ code: 'cannot-send' });
    mail.refusal = undefined;
    expect(await ticketOf(number)).toMatchObject({ stage: 'requested' });
    await ask('POST', `/tickets/${number}/spam`, { spam: true });
    expect((await take(number, 'approve')).json()).toMatchObject({ code: 'illegal-step' });
  });
});

describe('the shop’s own words for a step', () => {
  const url = '/step-messages/return/approve';
  const texts = { pl: 'Czekamy na paczkę {number}.\n\nAdres: {address}', ru: 'Ждём вашу посылку {number}.' };

  it('are for agents to read and for admins to change, with what the step knows', async () => {
    expect((await ask('GET', '/step-messages', undefined, '')).statusCode).toBe(401);
    expect((await ask('PUT', url, { texts }, 'agent')).statusCode).toBe(403);
    const list = (await ask('GET', '/step-messages')).json<StepMessageList>();
    expect(list.items.map(({ type, step }) => `${type}/${step}`)).toContain('return/refund');
    expect(list.items.find(({ step }) => step === 'refund')).toMatchObject({
      names: ['number', 'amount', 'address'],
      texts: {},
    });
    const wrong = await ask('PUT', url, { texts: { en: 'We pay {amount}.' } }, 'admin');
    expect([wrong.statusCode, wrong.json()]).toMatchObject([422, { unknown: ['amount'] }]);
    for (const [step, text, status] of [
      ['fly', 'Up.', 404],
      ['approve', '', 400],
    ] as const)
      expect((await ask('PUT', `/step-messages/return/${step}`, { texts: { en: text } }, 'admin')).statusCode).toBe(
        status,
      );
  });

  it('are what customers of that language are told, until they are taken back', async () => {
    expect((await ask('PUT', url, { texts }, 'admin')).statusCode).toBe(200);
    const told = async (language: string) => {
      const number = await bring('return', language);
      const { messages: own } = await course(number);
      expect(own['approve']).toBe((texts as Record<string, string>)[language]);
      await take(number, 'approve', { tell: true });
      return [number, (await messages(number)).at(-1)?.text] as const;
    };
    const [number, polish] = await told('pl');
    expect(polish).toContain(`Czekamy na paczkę #${number}.\n\nAdres: Ombud Returns`);
    expect((await told('en'))[1]).toContain('You can send back');
    await ask('PUT', url, { texts: { pl: texts.pl } }, 'admin');
    const list = (await ask('GET', '/step-messages')).json<StepMessageList>();
    expect(list.items.find(({ type, step }) => type === 'return' && step === 'approve')?.texts).toEqual({
      pl: texts.pl,
    });
    await ask('PUT', url, { texts: {} }, 'admin');
    expect((await course(await bring('return', 'pl'))).messages).toEqual({});
  });
});

it('an inquiry is answered with its first answer, and open again when its customer writes after it was solved', async () => {
  const number = await bring('inquiry');
  await ask('POST', `/tickets/${number}/replies`, { clientId: 'first-answer', text: 'On Monday.', status: 'solved' });
  expect(await ticketOf(number)).toMatchObject({ stage: 'answered', status: 'solved' });
  const { customer } = await loadTicket(app.context, number);
  const value = `steps${count}@people.test`;
  await (
    await mail.bring({ from: { kind: 'email', value, verified: false }, threadKeys: [value], text: 'Which?' })
  ).done;
  expect(await ticketOf(number)).toMatchObject({ stage: 'reopened', status: 'open' });
  await ask('POST', `/tickets/${number}/status`, { status: 'solved' });
  expect((await course(number)).course.map(({ stage, by }) => [stage, by])).toEqual([
    ['answered', null],
    ['reopened', null],
    ['answered', null],
  ]);
  const archive = read((await ask('GET', `/customers/${String(customer)}/export`, undefined, 'admin')).rawPayload);
  expect(archive.data.tickets[0]?.course?.map(({ stage }) => stage)).toEqual(['answered', 'reopened', 'answered']);
});
