import type { Context } from '../context.ts';
import { RELAXED } from '../model.ts';
import { joint } from '../together.ts';
import { asBytes } from '../vault/sealed.ts';
import { Tickets, type TicketDoc } from './model.ts';

/** A ticket as it was read, and the fields, sealed, that it gets. */
interface Taking {
  ticket: TicketDoc;
  set: Partial<TicketDoc>;
}

/**
 * Takes the next place in a ticket's thread and changes its fields, together with what others take in the same moment;
 * false where somebody has changed its thread or state since it was read. Only for changes that `isMarked`.
 */
export function takePlaceTogether(context: Context, taking: Taking): Promise<boolean> {
  return joint<Taking, boolean>(context.db, 'places in threads', async (takings) => {
    const writes = takings.map(({ ticket: { _id, customer, messages }, set }) => ({
      updateOne: { filter: { _id, customer, messages }, update: { $inc: { messages: 1 }, $set: set } },
    }));
    const { matchedCount } = await Tickets(context).collection.bulkWrite(writes as never, {
      ordered: false,
      ignoreUndefined: true,
      ...RELAXED,
    });
    if (matchedCount === takings.length) return takings.map(() => ({ value: true }));
    const marks = await marksOf(context, takings);
    return takings.map(({ ticket, set }) => ({ value: marks.get(String(ticket._id)) === markOf(set) }));
  })(taking);
}

/** The store counts what it has changed and does not say which: nobody else's sealed bytes are the same. */
export const isMarked = (set: Partial<TicketDoc>): boolean => markOf(set) !== undefined;

function markOf({ snippet }: Partial<TicketDoc>): string | undefined {
  const bytes = asBytes(snippet);
  return bytes && Buffer.from(bytes).toString('latin1');
}

async function marksOf(context: Context, takings: Taking[]): Promise<Map<string, string | undefined>> {
  const ids = takings.map(({ ticket }) => ticket._id);
  const docs = await Tickets(context)
    .collection.find<TicketDoc>({ _id: { $in: ids } }, { projection: { snippet: 1 }, promoteBuffers: true })
    .toArray();
  return new Map(docs.map((doc) => [String(doc._id), markOf(doc)]));
}
