import { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { Consents, type ConsentDoc } from '../../customers/consent-model.ts';
import { Customers, type CustomerDoc } from '../../customers/model.ts';
import { personIds } from '../../customers/person.ts';
import { Drafts, type DraftDoc } from '../../drafts/model.ts';
import { fail } from '../../errors.ts';
import { Intake, type IntakeDoc } from '../../intake/model.ts';
import type { DefinedModel } from '../../model.ts';
import { Messages, type MessageDoc } from '../../tickets/message-model.ts';
import { Tickets, type TicketDoc } from '../../tickets/model.ts';
import { openTelling, type Damage } from './damage.ts';

/** Everything about a customer but the bytes of files and raw items, opened as far as it can be read. */
export interface Collected {
  customer: CustomerDoc;
  consents: ConsentDoc[];
  /** Oldest first, each with its thread in order. */
  tickets: { ticket: TicketDoc; messages: MessageDoc[] }[];
  drafts: DraftDoc[];
  /** The ledger's items, oldest first. */
  items: IntakeDoc[];
  /** What could not be read; grows while files are read. */
  damages: Damage[];
}

/** Reads it all. Fails `not-found`. */
export async function collect(context: Context, id: string): Promise<Collected> {
  const _id = new Types.ObjectId(id);
  const damages: Damage[] = [];
  const read = async <T extends { _id: unknown }>(
    model: DefinedModel<T>,
    filter: object,
    sort: Record<string, 1 | -1>,
  ): Promise<T[]> => {
    const docs = await model(context).find(filter).sort(sort).lean<T[]>();
    return docs.map((doc) => openTelling(context, model, doc, damages));
  };
  const ids = await personIds(context, _id);
  const records = await read(Customers, { _id: { $in: ids } }, { _id: 1 });
  const customer = together(records);
  const tickets = [];
  for (const ticket of (await read(Tickets, { customer: { $in: ids } }, { activityAt: -1, _id: -1 })).reverse())
    tickets.push({ ticket, messages: await read(Messages, { ticket: ticket._id }, { n: 1 }) });
  return {
    customer,
    consents: (await read(Consents, { customer: { $in: ids } }, { customer: 1, n: 1 })).sort(
      (a, b) => a.at.getTime() - b.at.getTime(),
    ),
    tickets,
    drafts: await read(Drafts, { ticket: { $in: tickets.map(({ ticket }) => ticket._id) } }, { ticket: 1 }),
    items: await Intake(context)
      .find({ customer: { $in: ids } }, { raw: 0 })
      .sort({ _id: 1 })
      .lean<IntakeDoc[]>(),
    damages,
  };
}

/** One person: the addresses of all records, and who is named by the one that the others were merged into. */
function together(records: CustomerDoc[]): CustomerDoc {
  const primary = records.find(({ mergedInto }) => !mergedInto) ?? records[0] ?? fail('not-found');
  return {
    ...primary,
    identities: records.flatMap(({ identities }) => identities),
    values: Object.assign({}, ...records.map(({ values }) => values)) as CustomerDoc['values'],
    notes: records.flatMap(({ notes }) => notes || []).join('\n\n'),
  };
}
