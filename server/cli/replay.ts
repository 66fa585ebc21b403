import type { Context } from '../context.ts';
import { Intake, type IntakeDoc } from '../intake/model.ts';
import { replay } from '../intake/replay.ts';
import { openDesk } from './open.ts';
import type { Verb } from './verb.ts';

export const verb: Verb = {
  help: `
Usage: ombud replay [ID …]

Tries items of the intake ledger again: those named, else all in quarantine. What became a ticket stays as it is.`,
  takes: [0, 1000],
  async run({ args, say }) {
    const wrong = args.find((id) => !/^[0-9a-f]{24}$/.test(id));
    if (wrong !== undefined) throw new Error(`${wrong} is not the id of an item.`);
    const desk = await openDesk();
    try {
      const ids = args.length > 0 ? args : await quarantined(desk.context);
      for (const id of ids) say(`${id}  ${await replayOne(desk.context, id)}`);
      if (ids.length === 0) say('Nothing is in quarantine.');
      return 0;
    } finally {
      await desk.close();
    }
  },
};

async function quarantined(context: Context): Promise<string[]> {
  const items = await Intake(context)
    .find({ outcome: 'quarantined' }, { _id: 1 })
    .sort({ receivedAt: 1, _id: 1 })
    .lean();
  return items.map(({ _id }) => String(_id));
}

async function replayOne(context: Context, id: string): Promise<string> {
  const item = await Intake(context).findById(id).lean<IntakeDoc>();
  if (!item) return 'there is no such item';
  try {
    const { outcome, reason } = await replay(context, item);
    return reason ? `${outcome}: ${reason}` : outcome;
  } catch (error) {
    return (error as Error).message;
  }
}
