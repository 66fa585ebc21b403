import { Types } from 'mongoose';
import { deleteFile } from '../attachments/files.ts';
import { storeAttachment, type NewAttachment } from '../attachments/store.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { startLoop, type Loop } from '../loop.ts';
import { insertSealed, opened } from '../vault/sealed.ts';
import type { MessageAttachment } from './message-model.ts';
import type { TicketDoc } from './model.ts';
import { Uploads, type UploadDoc } from './upload-model.ts';

const KEPT_MS = 24 * 3_600_000;

/** Stores a file for a message that is still being written. */
export async function upload(context: Context, ticket: TicketDoc, file: NewAttachment): Promise<MessageAttachment> {
  const owner = String(ticket.customer);
  const stored = await storeAttachment(context, owner, file);
  await insertSealed(context, Uploads, owner, {
    _id: new Types.ObjectId(stored.id),
    ticket: ticket._id,
    customer: ticket.customer,
    createdAt: context.clock.now(),
    file: stored,
  });
  return stored;
}

/** The uploaded files of this ticket with these ids, in their order; from now on a message holds them. */
export async function claimUploads(context: Context, ticket: TicketDoc, ids: string[]): Promise<MessageAttachment[]> {
  if (ids.length === 0) return [];
  if (!ids.every((id) => Types.ObjectId.isValid(id))) return fail('bad-request', 'An attachment does not exist.');
  const docs = await Uploads(context)
    .find({ _id: { $in: ids.map((id) => new Types.ObjectId(id)) }, ticket: ticket._id })
    .lean<UploadDoc[]>();
  const files = new Map(docs.map((doc) => [String(doc._id), opened(context, Uploads, doc).file]));
  const claimed = ids.map((id) => files.get(id) ?? fail('bad-request', 'An attachment does not exist.'));
  await Uploads(context).deleteMany({ _id: { $in: docs.map((doc) => doc._id) } });
  return claimed;
}

/** Removes uploads that no message took within a day. */
export function startUploadSweep(context: Context): Loop {
  return startLoop(context, { name: 'uploads', everyMs: 3_600_000, run: () => sweepUploads(context) });
}

async function sweepUploads(context: Context): Promise<void> {
  const before = new Date(context.clock.now().getTime() - KEPT_MS);
  const old = await Uploads(context)
    .find({ createdAt: { $lt: before } }, { _id: 1 })
    .sort({ createdAt: 1 })
    .limit(500)
    .lean();
  for (const { _id } of old) {
    await deleteFile(context, 'attachments', _id);
    await Uploads(context).deleteOne({ _id });
  }
}
