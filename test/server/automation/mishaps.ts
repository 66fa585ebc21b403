import { Types } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { Teams } from '../../../server/agents/model.ts';
import { AutomationRuns, Automations } from '../../../server/automation/model.ts';
import { plan } from '../../../server/automation/plan.ts';
import { forgetRules, rulesInForce } from '../../../server/automation/rules.ts';
import { Intake } from '../../../server/intake/model.ts';
import { sweep } from '../../../server/intake/sweep.ts';
import { Tickets } from '../../../server/tickets/model.ts';
import type { Desk } from './desk.ts';

const MINUTE = 60_000;

/** What goes wrong on the way, and that it costs no more than itself. */
export const mishaps = (desk: Desk) => {
  const { bring, read, change, rule, log, settle } = desk;
  describe('what goes wrong', () => {
    it('with the event of a new ticket is made good by raising it again: once, and as of a new one', async () => {
      const number = await bring({ text: 'Nobody heard of it.' });
      const created = await rule('New', { on: 'created' }, { note: 'It is new.' });
      const received = await rule('More', { on: 'received' }, { note: 'There is more.' });
      const { context } = desk.app;
      const { origin } = (await Tickets(context).findOne({ number }).lean()) ?? { origin: '' };
      for (let turn = 0; turn < 2; turn += 1) {
        await Intake(context).updateOne({ _id: origin }, { $set: { settled: false, dueAt: new Date(0) } });
        await sweep(context);
        await settle();
      }
      expect([await log(created), await log(received)]).toEqual([[expect.objectContaining({ ticket: number })], []]);
      expect(await AutomationRuns(context).countDocuments({ rule: created })).toBe(1);
    });

    it('in one run keeps no other one from acting; it is tried again later, repeats nothing, and is given up', async () => {
      const { events } = desk.app.context;
      const tells = await rule('Tell', { on: 'status' }, { priority: 'high', webhook: true }, { status: ['open'] });
      const notes = await rule('Note', { on: 'status' }, { note: 'Seen.' }, { status: ['open'] });
      const [first, last] = [await bring(), await bring()];
      const { emit } = events;
      events.emit = async (name, payload) => name !== 'automation.ran' && (await emit(name, payload));
      for (const number of [first, last]) await change(number, 'status', { status: 'open' });
      await settle();
      expect([await log(tells), (await log(notes)).length]).toEqual([[], 2]);
      for (const number of [first, last]) expect((await read(number)).priority).toBe('high');
      await change(first, 'priority', { priority: 'low' });
      await AutomationRuns(desk.app.context).updateOne({ rule: tells, number: last }, { $set: { attempts: 7 } });
      desk.now += MINUTE;
      await settle();
      const did = ['priority'];
      expect(await log(tells)).toMatchObject([{ ticket: last, outcome: 'failed', did, code: 'internal-error' }]);
      events.emit = emit;
      desk.now += 2 * MINUTE;
      await settle();
      expect(await log(tells)).toHaveLength(2);
      expect((await log(tells))[0]).toMatchObject({ ticket: first, outcome: 'done', did: ['priority', 'webhook'] });
      expect((await read(first)).priority).toBe('low');
    });

    it('with one deed keeps none of the others from being done, nor from being told in the log', async () => {
      const { context } = desk.app;
      const team = (await Teams(context).create({ name: 'Short-lived' }))._id;
      const deeds = { team: String(team), priority: 'high', tags: { add: ['late'] } };
      const id = await rule('To a team that is gone', { on: 'status' }, deeds);
      await Teams(context).deleteOne({ _id: team });
      const number = await bring();
      await change(number, 'status', { status: 'open' });
      await settle();
      expect(await read(number)).toMatchObject({ priority: 'high', tags: ['late'] });
      expect(await log(id)).toMatchObject([{ outcome: 'done', did: ['priority', 'tags'], code: 'unprocessable' }]);
    });

    it('with clocks passes over no ticket whose write was on its way, and undoes no change of the rule', async () => {
      const { context } = desk.app;
      const trigger = { on: 'time', status: 'open', amount: 10, unit: 'minutes' };
      const id = await rule('Rest', trigger, { priority: 'high' }, { subject: ['on its way'] });
      desk.now += 20 * MINUTE;
      await settle();
      const number = await bring({ subject: 'It is on its way' });
      await change(number, 'status', { status: 'open' });
      const stillSince = new Date(desk.now - 10 * MINUTE - MINUTE / 2);
      await Tickets(context).updateOne({ number }, { $set: { stillSince } });
      await settle();
      expect(await log(id)).toEqual([]);
      desk.now += MINUTE;
      await settle();
      expect(await log(id)).toMatchObject([{ ticket: number, did: ['priority'] }]);
      await rulesInForce(context);
      const sweptTo = new Date(desk.now + 60 * MINUTE);
      await Automations(context).updateOne({ _id: id }, { $set: { sweptTo } });
      desk.now += MINUTE;
      await settle();
      expect((await Automations(context).findById(id).lean())?.sweptTo).toEqual(sweptTo);
    });

    it('waits to be done for as long as it takes: the log alone is forgotten', async () => {
      const indexes = await AutomationRuns(desk.app.context).collection.indexes();
      expect(indexes.filter((one) => one.expireAfterSeconds).map(({ key }) => key)).toEqual([{ doneAt: 1 }]);
    });

    it('with a rule that this process does not know yet costs no run', async () => {
      const { context } = desk.app;
      const id = await rule('From elsewhere', { on: 'status' }, { note: 'Here.' });
      const number = await bring();
      await Automations(context).updateOne({ _id: id }, { $set: { enabled: false } });
      forgetRules(context);
      await rulesInForce(context);
      await Automations(context).updateOne({ _id: id }, { $set: { enabled: true } });
      const ticket = new Types.ObjectId((await read(number)).id);
      const run = { rule: new Types.ObjectId(id), ticket, number, on: 'status', dueAt: new Date(desk.now) } as const;
      await plan(context, [{ ...run, what: 'elsewhere' }]);
      await settle();
      expect(await log(id)).toMatchObject([{ ticket: number, did: ['note'] }]);
    });
  });
};
