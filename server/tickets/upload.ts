import { Types } from 'mongoose';
import { deleteFile } from '../attachments/files.ts';
import { storeAttachment, storeStream, type ComingAttachment, type NewAttachment } from '../attachments/store.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { startLoop, type Loop } from '../loop.ts';
import { insertSealed, isDuplicate, opened } from '../vault/sealed.ts';
import { Messages, type MessageAttachment, type MessageDoc } from './message-model.ts';
import type { TicketDoc } from './model.ts';
import { Uploads, type UploadDoc } from './upload-model.ts';

const KEPT_MS = 24 * 3_600_000;

/** Stores a file for a message that is still being written, while it comes. */
export async function upload(
  context: Context,
  ticket: TicketDoc,
  file: NewAttachment | ComingAttachment,
): Promise<MessageAttachment> {
  const owner = String(ticket.customer);
  const stored = await (isThere(file) ? storeAttachment(context, owner, file) : storeStream(context, owner, file));
  await insertSealed(context, Uploads, owner, {
    _id: new Types.ObjectId(stored.id),
    ticket: ticket._id,
    customer: ticket.customer,
    createdAt: context.clock.now(),
    file: stored,
  });
  return stored;
}

const isThere = (file: NewAttachment | ComingAttachment): file is NewAttachment => file.content instanceof Uint8Array;

/**
 * The uploaded files of this ticket with these ids, in their order, for the message with this client id, which may ask
 * for them again. Undefined when one does not exist (any more): another message has it, or this one was written.
 */
export async function claimUploads(
  context: Context,
  ticket: TicketDoc,
  { attachments: ids = [], clientId }: { attachments?: string[]; clientId: string },
): Promise<MessageAttachment[] | undefined> {
  if (ids.length === 0) return [];
  if (!ids.every((id) => Types.ObjectId.isValid(id))) return undefined;
  const wanted = { _id: { $in: ids.map((id) => new Types.ObjectId(id)) }, ticket: ticket._id };
  await Uploads(context).updateMany({ ...wanted, clientId: null }, { $set: { clientId } });
  const docs = await Uploads(context)
    .find({ ...wanted, clientId })
    .lean<UploadDoc[]>();
  const files = new Map(docs.map((doc) => [String(doc._id), opened(context, Uploads, doc).file]));
  const claimed = ids.flatMap((id) => files.get(id) ?? []);
  return claimed.length === ids.length ? claimed : undefined;
}

/**
 * The uploaded files of this ticket with these ids, in their order, kept as long as the draft names them; what it named
 * before and does not any more is let go.
 */
export async function keepUploads(
  context: Context,
  ticket: Pick<TicketDoc, '_id'>,
  draft: Types.ObjectId,
  ids: string[],
): Promise<MessageAttachment[]> {
  const wanted = ids.map((id) => new Types.ObjectId(id));
  await Uploads(context).updateMany({ draft, _id: { $nin: wanted } }, { $unset: { draft: 1 } });
  if (wanted.length === 0) return [];
  const ours = { _id: { $in: wanted }, ticket: ticket._id };
  await Uploads(context).updateMany(ours, { $set: { draft } });
  const docs = await Uploads(context).find(ours).lean<UploadDoc[]>();
  const files = new Map(docs.map((doc) => [String(doc._id), opened(context, Uploads, doc).file]));
  return ids.flatMap((id) => files.get(id) ?? []);
}

/** Files of a message that is taken back are uploads again, held by the draft that they came back to. */
export async function returnUploads(
  context: Context,
  message: Pick<MessageDoc, 'ticket' | 'customer' | 'attachments'>,
  draft: Types.ObjectId,
): Promise<void> {
  for (const file of message.attachments) {
    const upload: UploadDoc = {
      _id: new Types.ObjectId(file.id),
      ticket: message.ticket,
      customer: message.customer,
      createdAt: context.clock.now(),
      draft,
      file,
    };
    await insertSealed(context, Uploads, String(message.customer), upload).catch((error: unknown) => {
      if (!isDuplicate(error)) throw error;
    });
  }
}

/** A file that no message holds yet. Fails `not-found`. */
export async function loadUpload(context: Context, ticket: Pick<TicketDoc, '_id'>, id: string): Promise<UploadDoc> {
  const doc = await Uploads(context)
    .findOne({ _id: new Types.ObjectId(id), ticket: ticket._id })
    .lean<UploadDoc>();
  return doc ? opened(context, Uploads, doc) : fail('not-found');
}

/** A message's fields for its files: what they are is sealed, their ids are not, so that they can go with it. */
export const filesOf = (attachments: MessageAttachment[]): Pick<MessageDoc, 'attachments' | 'files'> => ({
  attachments,
  ...(attachments.length > 0 ? { files: attachments.map(({ id }) => new Types.ObjectId(id)) } : {}),
});

/** From now on a message holds these files. */
export async function forgetUploads(context: Context, files: MessageAttachment[]): Promise<void> {
  if (files.length > 0)
    await Uploads(context).deleteMany({ _id: { $in: files.map(({ id }) => new Types.ObjectId(id)) } });
}

/** Removes uploads that neither a message nor a draft has taken within a day. */
export function startUploadSweep(context: Context): Loop {
  return startLoop(context, { name: 'uploads', everyMs: 3_600_000, run: () => sweepUploads(context) });
}

/** One sweep. */
export async function sweepUploads(context: Context): Promise<void> {
  const before = new Date(context.clock.now().getTime() - KEPT_MS);
  const old = await Uploads(context)
    .find({ createdAt: { $lt: before }, draft: null }, { ticket: 1, clientId: 1 })
    .sort({ createdAt: 1 })
    .limit(500)
    .lean();
  for (const { _id, ticket, clientId } of old) {
    // A crash came between the message and forgetting.
    const held = clientId !== undefined && (await Messages(context).exists({ ticket, clientId }));
    if (!held) await deleteFile(context, 'attachments', _id);
    await Uploads(context).deleteOne({ _id });
  }
}
