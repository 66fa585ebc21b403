import { describe, expect, it } from 'vitest';
import { AutomationRuns } from '../../../server/automation/model.ts';
import { Intake } from '../../../server/intake/model.ts';
import { sweep } from '../../../server/intake/sweep.ts';
import { Tickets } from '../../../server/tickets/model.ts';
import type { Desk } from './desk.ts';

/** What goes wrong on the way, and that it costs no more than itself. */
export const mishaps = (desk: Desk) => {
  const { bring, rule, log, settle } = desk;
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
  });
};
