import { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { fail } from '../../errors.ts';
import { isDuplicate } from '../../vault/sealed.ts';
import { addEvent, type NamedActor } from '../event.ts';
import type { TicketDoc } from '../model.ts';
import { TicketLinks, type LinkKind, type TicketLinkDoc } from './model.ts';
import type { LinkName } from './schema.ts';

/** The same link, seen from the other ticket. */
export const OTHER_SIDE: Record<LinkName, LinkName> = {
  related: 'related',
  duplicateOf: 'duplicatedBy',
  duplicatedBy: 'duplicateOf',
  causes: 'causedBy',
  causedBy: 'causes',
};

interface Pair {
  ticket: TicketDoc;
  other: TicketDoc;
  by: NamedActor;
}

/** Links two tickets; a link that they have already becomes this one. Stands in both threads. */
export async function link(context: Context, { ticket, other, by }: Pair, kind: LinkName): Promise<void> {
  if (ticket._id.equals(other._id)) fail('unprocessable', 'A ticket cannot be linked with itself.');
  const backwards = kind === 'duplicatedBy' || kind === 'causedBy';
  const from = backwards ? other._id : ticket._id;
  const stored = (backwards ? OTHER_SIDE[kind] : kind) as LinkKind;
  const pair = pairOf(ticket._id, other._id);
  const known = await TicketLinks(context).findOne(pair).lean<TicketLinkDoc>();
  if (known?.kind === stored && (stored === 'related' || known.from.equals(from))) return;
  await save(context, pair, { from, kind: stored, at: context.clock.now() });
  await addEvent(context, ticket, by, { kind: 'linked', params: { number: String(other.number), link: kind } });
  await addEvent(context, other, by, {
    kind: 'linked',
    params: { number: String(ticket.number), link: OTHER_SIDE[kind] },
  });
}

/** Takes a link away; where there is none, nothing happens. */
export async function unlink(context: Context, { ticket, other, by }: Pair): Promise<void> {
  const { deletedCount } = await TicketLinks(context).deleteOne(pairOf(ticket._id, other._id));
  if (deletedCount === 0) return;
  await addEvent(context, ticket, by, { kind: 'unlinked', params: { number: String(other.number) } });
  await addEvent(context, other, by, { kind: 'unlinked', params: { number: String(ticket.number) } });
}

/** All links of a ticket, the latest first, as it sees them. */
export async function linksOf(
  context: Context,
  ticket: Types.ObjectId,
): Promise<{ other: Types.ObjectId; kind: LinkName }[]> {
  const docs = [
    ...(await TicketLinks(context).find({ low: ticket }).lean<TicketLinkDoc[]>()),
    ...(await TicketLinks(context).find({ high: ticket }).lean<TicketLinkDoc[]>()),
  ].sort((a, b) => b.at.getTime() - a.at.getTime());
  return docs.map(({ low, high, from, kind }) => ({
    other: low.equals(ticket) ? high : low,
    kind: from.equals(ticket) ? kind : OTHER_SIDE[kind],
  }));
}

type LinkPair = Pick<TicketLinkDoc, 'low' | 'high'>;

function pairOf(one: Types.ObjectId, other: Types.ObjectId): LinkPair {
  return String(one) < String(other) ? { low: one, high: other } : { low: other, high: one };
}

/** Not an upsert: two at once may both find nothing. */
async function save(
  context: Context,
  pair: LinkPair,
  fields: Pick<TicketLinkDoc, 'from' | 'kind' | 'at'>,
): Promise<void> {
  const { matchedCount } = await TicketLinks(context).updateOne(pair, { $set: fields });
  if (matchedCount > 0) return;
  try {
    await TicketLinks(context).collection.insertOne({ _id: new Types.ObjectId(), v: 1, ...pair, ...fields } as never);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    await TicketLinks(context).updateOne(pair, { $set: fields });
  }
}
