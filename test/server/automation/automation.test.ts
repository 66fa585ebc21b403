import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AutomationRuns, Automations, type AutomationRunDoc } from '../../../server/automation/model.ts';
import { forgetRules } from '../../../server/automation/rules.ts';
import type { AutomationTrial, AutomationView } from '../../../server/automation/schema.ts';
import { drain } from '../../../server/channels/delivery.ts';
import { addEvent } from '../../../server/tickets/event.ts';
import { loadTicket } from '../../../server/tickets/find.ts';
import type { TicketView } from '../../../server/tickets/schema.ts';
import type { TestApp } from '../../support/app.ts';
import { Desk } from './desk.ts';
import { mishaps } from './mishaps.ts';

const HOUR = 3_600_000;
const desk = new Desk();
const { call, bring, read, change, rule, view, log, run, settle, said } = desk;
let app: TestApp;
beforeAll(async () => {
  await desk.open();
  app = desk.app;
});
afterAll(() => app.close());
afterEach(async () => {
  await Automations(app.context).deleteMany({});
  forgetRules(app.context);
});

const REMIND = { message: { en: 'Do you still need us? {{ticket.number}}', pl: 'Czy to nadal aktualne?' } };

describe('rules over time', () => {
  it('are for leads: seen by everybody signed in, changed by those who lead, each change in the log of acts', async () => {
    const body = { name: 'Remind', trigger: { on: 'created' }, deeds: { priority: 'high' } };
    expect((await app.inject({ url: '/api/v1/automations' })).statusCode).toBe(401);
    const agent = await app.signIn('agent');
    expect((await call('GET', '/automations', undefined, agent.cookie)).statusCode).toBe(200);
    expect((await call('POST', '/automations', body, agent.cookie)).statusCode).toBe(403);
    const { id } = (await call('POST', '/automations', body)).json() as AutomationView;
    expect((await call('PUT', `/automations/${id}`, { ...body, name: 'Other' })).statusCode).toBe(200);
    expect((await call('DELETE', `/automations/${id}`)).statusCode).toBe(204);
    expect((await call('DELETE', `/automations/${id}`)).statusCode).toBe(404);
    const { items } = (await call('GET', `/audit?about=${id}`, undefined, desk.admin.cookie)).json() as {
      items: { act: string }[];
    };
    expect(items.map(({ act }) => act)).toEqual(['automation.removed', 'automation.changed', 'automation.added']);
  });

  it.each<[string, object]>([
    ['a time without length', { trigger: { on: 'time', status: 'open' } }],
    ['an unknown team', { deeds: { team: '0'.repeat(24) } }],
    ['an unknown agent', { deeds: { assignee: '0'.repeat(24) } }],
    ['a value that nobody knows', { deeds: { message: { en: 'Hello {{agent.mood}}' } } }],
  ])('refuse %s', async (_, more) => {
    const body = { name: 'Wrong', trigger: { on: 'created' }, deeds: { status: 'open' }, ...more };
    expect((await call('POST', '/automations', body)).statusCode).toBe(422);
  });

  it('are tried before they are switched on, and again when they do something else', async () => {
    const number = await bring({ subject: 'A broken kettle' });
    await bring({ subject: 'Where is my parcel?' });
    const conditions = { subject: ['kettle'] };
    const body = { name: 'Kettles', trigger: { on: 'created' }, conditions, deeds: { tags: { add: ['kettle'] } } };
    const { id } = (await call('POST', '/automations', body)).json() as AutomationView;
    const enable = () => call('PUT', `/automations/${id}/enabled`, { enabled: true });
    expect((await enable()).statusCode).toBe(422);
    const trial = (await call('POST', `/automations/${id}/trials`)).json() as AutomationTrial;
    expect(trial).toMatchObject({ matched: 1, items: [{ number, subject: 'A broken kettle' }] });
    expect((await read(number)).tags).toEqual([]);
    expect((await enable()).statusCode).toBe(200);
    await call('PUT', `/automations/${id}`, { ...body, name: 'All kettles' });
    expect((await view(id)).enabled).toBe(true);
    await call('PUT', `/automations/${id}`, { ...body, deeds: { priority: 'low' } });
    expect(await view(id)).toMatchObject({ enabled: false, triedAt: null });
  });

  it('answer what happens, in the customer’s language, and write down what they did', async () => {
    const id = await rule(
      'Returns first',
      { on: 'created' },
      { ...REMIND, priority: 'urgent', note: 'Look at it.' },
      {
        subject: ['return'],
      },
    );
    const number = await bring({ subject: 'A return', language: 'pl' });
    const other = await bring({ subject: 'A question' });
    await settle();
    expect(await said(number)).toEqual(['Czy to nadal aktualne?']);
    expect((await read(number)).priority).toBe('urgent');
    expect(await said(other)).toEqual([]);
    expect(await log(id)).toEqual([
      expect.objectContaining({ ticket: number, outcome: 'done', did: ['message', 'note', 'priority'] }),
    ]);
  });

  it('write to an address that nobody has proved once a day, and nothing of what stands in the mail', async () => {
    const greet = 'Hello {{customer.name|friend}}, thank you for {{ticket.number}}.';
    const id = await rule('Greet', { on: 'created' }, { message: { en: greet }, priority: 'low' });
    const from = {
      kind: 'email' as const,
      value: 'victim@people.example',
      name: 'Buy at evil.example',
      verified: false,
    };
    const [first, second] = [await bring({ from }), await bring({ from })];
    const unread = await bring({ from: { ...from, value: 'noreply@people.example' } });
    const proved = [
      await bring({ from: { ...from, verified: true } }),
      await bring({ from: { ...from, verified: true } }),
    ];
    await settle();
    expect(await said(first)).toEqual([`Hello friend, thank you for #${first}.`]);
    for (const number of [second, unread]) {
      expect(await said(number)).toEqual([]);
      expect((await log(id)).find((one) => one.ticket === number)).toMatchObject({
        did: ['priority'],
        code: 'cannot-send',
      });
    }
    for (const number of proved)
      expect(await said(number)).toEqual([`Hello Buy at evil.example, thank you for #${number}.`]);
    await rule('Echo', { on: 'status' }, { message: { en: 'About {{ticket.subject}}' } });
    await change(first, 'status', { status: 'open' });
    await settle();
    expect(await said(first)).toHaveLength(1);
    await call('POST', `/tickets/${first}/replies`, { clientId: 'client-known', text: 'Here I am.' });
    await settle();
    expect(await said(first)).toHaveLength(2);
    await change(first, 'status', { status: 'solved' });
  });

  it('answer a deadline that was missed', async () => {
    const id = await rule('Late', { on: 'missed' }, { priority: 'urgent' });
    const number = await bring();
    const ticket = await loadTicket(app.context, number);
    const system = { kind: 'system' as const, name: '' };
    await addEvent(app.context, ticket, system, { kind: 'snoozed', params: {} });
    await addEvent(app.context, ticket, system, { kind: 'deadlineMissed', params: { clock: 'first', by: '' } });
    await settle();
    expect((await read(number)).priority).toBe('urgent');
    expect(await log(id)).toHaveLength(1);
  });

  it('leave alone what machines write', async () => {
    const id = await rule('Thank', { on: 'received' }, REMIND);
    const number = await bring({ threadKeys: ['robot'] });
    await bring({ threadKeys: ['robot'], automatic: true });
    await settle();
    expect([await said(number), await log(id)]).toEqual([[], []]);
  });
});

describe('what rests', () => {
  it('is reminded after three days, solved after seven, and left alone when somebody wrote', async () => {
    const days = (amount: number) => ({ on: 'time', status: 'pending', amount, unit: 'days' });
    const remind = await rule('Remind', days(3), REMIND);
    const solve = await rule('Give up', days(7), { status: 'solved' });
    const [silent, lively] = [await bring({ threadKeys: ['silent'] }), await bring({ threadKeys: ['lively'] })];
    for (const number of [silent, lively]) await change(number, 'status', { status: 'pending' });
    await desk.leap(desk.now + 71 * HOUR);
    await settle();
    expect(await said(silent)).toEqual([]);
    await bring({ threadKeys: ['lively'], text: 'Here I am.' });
    await desk.leap(desk.now + 2 * HOUR);
    for (let turn = 0; turn < 3; turn += 1) await settle();
    expect(await said(silent)).toEqual([`Do you still need us? #${silent}`]);
    expect([(await read(silent)).status, await said(lively)]).toEqual(['pending', []]);
    await desk.leap(desk.now + 96 * HOUR);
    await settle();
    expect([(await read(silent)).status, (await read(lively)).status]).toEqual(['solved', 'open']);
    expect((await log(remind)).length + (await log(solve)).length).toBe(2);
  });

  it('counts business days by the calendar of its team', async () => {
    await rule('Monday', { on: 'time', status: 'pending', amount: 1, unit: 'business-days' }, { priority: 'high' });
    await desk.leap(Date.parse('2037-06-19T12:00:00Z')); // a Friday
    const number = await bring();
    await change(number, 'status', { status: 'pending' });
    await desk.leap(Date.parse('2037-06-21T20:00:00Z'));
    await settle();
    expect((await read(number)).priority).toBe('normal');
    await desk.leap(Date.parse('2037-06-23T08:00:00Z'));
    await settle();
    expect((await read(number)).priority).toBe('high');
  });
});

describe('each once', () => {
  it('when the process ends in the middle, and when several carry out what is due', async () => {
    const id = await rule(
      'Remind',
      { on: 'status' },
      { ...REMIND, note: 'Reminded.', tags: { add: ['reminded'] } },
      {
        status: ['pending'],
      },
    );
    const numbers = [await bring(), await bring(), await bring()];
    for (const number of numbers) await change(number, 'status', { status: 'pending' });
    await Promise.all([run(), run(), run()]);
    await settle();
    for (const number of numbers) expect(await said(number)).toHaveLength(1);
    // As a process leaves it that is killed right before it writes down that it is done.
    const back: Partial<AutomationRunDoc> = { state: 'waiting', leaseUntil: new Date(0), begun: true };
    const gone = { outcome: 1, did: 1, doneAt: 1, place: 1 };
    await AutomationRuns(app.context).updateMany({ rule: id }, { $set: back, $unset: gone } as never);
    await settle();
    for (const number of numbers) {
      expect(await said(number)).toHaveLength(1);
      const thread = (await call('GET', `/tickets/${number}/messages`)).json() as { items: { direction: string }[] };
      expect(thread.items.filter(({ direction }) => direction === 'note')).toHaveLength(1);
    }
    expect(await log(id)).toHaveLength(3);
  });
});

describe('two rules that trigger each other', () => {
  const noteFor = async (number: number) => {
    const thread = (await call('GET', `/tickets/${number}/messages`)).json() as {
      items: { direction: string; text: string; mentions?: unknown }[];
    };
    return thread.items.filter(({ direction, text }) => direction === 'note' && text.includes('switched off'));
  };

  it('by tags and statuses are stopped at once, told to the admins, and send nothing more than once', async () => {
    const first = await rule(
      'Tagged waits',
      { on: 'tags' },
      { message: { en: 'We wait.' }, status: 'pending' },
      {
        tags: ['wait'],
      },
    );
    const second = await rule(
      'Waiting is tagged',
      { on: 'status' },
      {
        message: { en: 'You are tagged.' },
        tags: { add: ['wait', 'again'] },
      },
    );
    const number = await bring();
    await change(number, 'tags', { tags: ['wait'] });
    await settle();
    await drain(app.context);
    expect(await said(number)).toEqual(['We wait.']);
    expect(await view(first)).toMatchObject({ enabled: false, stopped: { number, with: ['Waiting is tagged'] } });
    expect(await view(second)).toMatchObject({ enabled: false, stopped: { number, with: ['Tagged waits'] } });
    expect(await noteFor(number)).toHaveLength(1);
    const mentions = await call('GET', '/tickets?view=mentions', undefined, desk.admin.cookie);
    expect((mentions.json() as { items: TicketView[] }).items.map((one) => one.number)).toEqual([number]);
    expect((await log(second))[0]).toMatchObject({ outcome: 'loop', did: [] });
  });

  it('by time are stopped when the first would act again though nobody did anything', async () => {
    const soon = (status: string) => ({ on: 'time', status, amount: 5, unit: 'minutes' });
    const circle = { subject: ['circle'] };
    const first = await rule('Wake', soon('pending'), { message: { en: 'Hello?' }, status: 'open' }, circle);
    const second = await rule('Rest', soon('open'), { message: { en: 'Bye.' }, status: 'pending' }, circle);
    const number = await bring({ subject: 'Round in a circle' });
    await change(number, 'status', { status: 'pending' });
    for (let turn = 0; turn < 6; turn += 1) {
      desk.now += 6 * 60_000;
      await settle();
    }
    expect(await said(number)).toEqual(['Hello?', 'Bye.']);
    for (const id of [first, second]) expect((await view(id)).stopped).toMatchObject({ number });
    expect(await noteFor(number)).toHaveLength(1);
  });

  it('by mails that a customer’s machine answers send once a day, and change nothing for ever', async () => {
    const id = await rule('Answer', { on: 'received' }, { message: { en: 'Thank you.' }, status: 'pending' });
    const number = await bring({ threadKeys: ['unmarked robot'] });
    for (let turn = 0; turn < 12; turn += 1) {
      await bring({ threadKeys: ['unmarked robot'], text: `I am on holiday. ${turn}` });
      await settle();
    }
    expect(await said(number)).toEqual(['Thank you.']);
    const runs = await log(id);
    expect(runs.filter(({ outcome }) => outcome === 'done')).toHaveLength(10);
    expect(runs[0]).toMatchObject({ outcome: 'capped', did: [] });
    expect(await view(id)).toMatchObject({ enabled: true, stopped: null });
  });
});

mishaps(desk);
