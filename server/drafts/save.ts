import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { sanitize } from '../http/sanitize.ts';
import { markAgent } from '../tickets/marks.ts';
import type { TicketDoc } from '../tickets/model.ts';
import { keepUploads } from '../tickets/upload.ts';
import { insertSealed, isDuplicate, sealed } from '../vault/sealed.ts';
import { draftOf, draftsOn } from './find.ts';
import { Drafts, type DraftContent, type DraftDoc, type Mode } from './model.ts';
import type { DraftBody } from './schema.ts';

export type Owner = Pick<TicketDoc, '_id' | 'customer'>;

/** Saves what somebody writes; the highest version wins, and is answered whichever came last. */
export async function saveDraft(
  context: Context,
  ticket: Owner,
  by: { agent: string; mode: Mode },
  { version, attachments = [], html, ...written }: DraftBody,
): Promise<DraftDoc> {
  const known = await draftOf(context, { ticket: ticket._id, ...by });
  if (known && known.version >= version) return known;
  const id = known?._id ?? new Types.ObjectId();
  const files = await keepUploads(context, ticket, id, attachments);
  const content = { ...written, ...(html ? { html: sanitize(html) } : {}), attachments: files };
  return await write(context, ticket, by, { version, content, id });
}

/** Ends a draft: sent, or thrown away. What was saved with a lower version and comes later changes nothing. */
export async function endDraft(
  context: Context,
  ticket: Owner,
  by: { agent: string; mode: Mode },
  version: number,
): Promise<void> {
  const known = await draftOf(context, { ticket: ticket._id, ...by });
  if (known && known.version > version) return;
  if (known) await keepUploads(context, ticket, known._id, []);
  await write(context, ticket, by, { version, content: undefined });
}

export interface Written {
  version: number;
  content: DraftContent | undefined;
  /** Of a draft that is new. */
  id?: Types.ObjectId;
  restored?: string[];
}

/** Writes a version unless a higher one is there, which is answered then; an empty one ends the draft. */
export async function write(
  context: Context,
  ticket: Owner,
  by: { agent: string; mode: Mode },
  { version, content, id, restored }: Written,
): Promise<DraftDoc> {
  const key = { ticket: ticket._id, agent: by.agent, mode: by.mode };
  const now = context.clock.now();
  const kept = content && (content.text.trim() !== '' || content.attachments.length > 0) ? content : undefined;
  for (;;) {
    const known = await draftOf(context, key);
    if (known && known.version > version) return known;
    const fields = {
      version,
      customer: ticket.customer,
      updatedAt: now,
      ...(kept ? { content: kept } : { endedAt: now }),
      ...(restored ? { restored } : {}),
    };
    const draft: DraftDoc = {
      ...{ _id: known?._id ?? id ?? new Types.ObjectId(), v: 1 },
      ...{ ticket: ticket._id, agent: new Types.ObjectId(by.agent), mode: by.mode },
      ...fields,
    };
    const done = known
      ? await replaceIf(context, known, draft, kept !== undefined)
      : await insert(context, ticket, draft);
    if (!done) continue;
    await tellWhetherWriting(context, ticket, by.agent);
    return draft;
  }
}

/** False when somebody was quicker. */
async function replaceIf(context: Context, known: DraftDoc, draft: DraftDoc, goesOn: boolean): Promise<boolean> {
  const { _id, v: _v, ticket: _ticket, agent: _agent, mode: _mode, ...fields } = draft;
  const set = sealed(context, Drafts, String(draft.customer), _id, fields);
  const unset = goesOn ? { endedAt: 1 } : { content: 1 };
  const { matchedCount } = await Drafts(context).collection.updateOne(
    { _id, version: known.version },
    { $set: set as never, $unset: unset as never },
  );
  return matchedCount > 0;
}

async function insert(context: Context, { customer }: Owner, draft: DraftDoc): Promise<boolean> {
  try {
    await insertSealed(context, Drafts, String(customer), draft);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

/** The ticket says who is writing something on it. */
async function tellWhetherWriting(context: Context, ticket: Owner, agent: string): Promise<void> {
  const writing = (await draftsOn(context, ticket._id, agent)).length > 0;
  if (!(await markAgent(context, ticket._id, 'drafts', agent, writing))) return;
  const by = { kind: 'agent' as const, id: agent };
  await context.events.emit('ticket.changed', { ticket: String(ticket._id), fields: ['drafts'], by });
}
