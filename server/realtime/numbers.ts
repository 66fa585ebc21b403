import type { Context } from '../context.ts';
import { Tickets } from '../tickets/model.ts';

const KEPT = 10_000;

/** Ticket numbers by hex id and back, which never change; the latest ten thousand in memory. */
export interface TicketNumbers {
  idOf(number: number): Promise<string | undefined>;
  numberOf(id: string): Promise<number | undefined>;
}

export function ticketNumbers(context: Context): TicketNumbers {
  const ids = new Map<number, string>();
  const numbers = new Map<string, number>();
  const remember = (doc: { _id: unknown; number: number } | null) => {
    if (!doc) return undefined;
    if (ids.size >= KEPT) {
      ids.clear();
      numbers.clear();
    }
    ids.set(doc.number, String(doc._id));
    numbers.set(String(doc._id), doc.number);
    return { id: String(doc._id), number: doc.number };
  };
  return {
    async idOf(number) {
      const known = ids.get(number);
      return known ?? remember(await Tickets(context).findOne({ number }, { number: 1 }).lean())?.id;
    },
    async numberOf(id) {
      const known = numbers.get(id);
      return known ?? remember(await Tickets(context).findById(id, { number: 1 }).lean())?.number;
    },
  };
}
