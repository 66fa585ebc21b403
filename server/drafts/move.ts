import { Types } from 'mongoose';
import { readAttachment } from '../attachments/store.ts';
import type { Context } from '../context.ts';
import { ticketById } from '../tickets/find.ts';
import type { MessageAttachment } from '../tickets/message-model.ts';
import type { TicketDoc } from '../tickets/model.ts';
import { keepUploads, upload } from '../tickets/upload.ts';
import { opened } from '../vault/sealed.ts';
import { draftOf } from './find.ts';
import { joined } from './join.ts';
import { Drafts, type DraftContent, type DraftDoc } from './model.ts';
import { endDraft, write } from './save.ts';

/** Reaction to `ticket.merged`: what anybody has begun on the first goes on on the second. Safe to run again. */
export async function moveDrafts(context: Context, { ticket, into }: { ticket: string; into: string }): Promise<void> {
  const [from, to] = [await ticketById(context, ticket), await ticketById(context, into)];
  const docs = await Drafts(context).find({ ticket: from._id, endedAt: null }).lean<DraftDoc[]>();
  for (const doc of docs) {
    const draft = opened(context, Drafts, doc);
    const by = { agent: String(draft.agent), mode: draft.mode };
    if (draft.content) await copy(context, draft, to, draft.content);
    await endDraft(context, from, by, draft.version + 1);
  }
}

async function copy(context: Context, draft: DraftDoc, to: TicketDoc, content: DraftContent): Promise<void> {
  const by = { agent: String(draft.agent), mode: draft.mode };
  let attachments: MessageAttachment[] | undefined;
  for (;;) {
    const known = await draftOf(context, { ticket: to._id, ...by });
    // An earlier run got this far.
    if (known?.restored?.includes(String(draft._id))) return;
    attachments ??= await copyFiles(context, draft, to, content.attachments);
    const id = known?._id ?? new Types.ObjectId();
    // Whom an e-mail goes to is for the other ticket to say.
    const moved: DraftContent = {
      text: content.text,
      ...(content.html ? { html: content.html } : {}),
      ...(content.mentions ? { mentions: content.mentions } : {}),
      attachments,
    };
    const whole = known?.content ? joined(moved, known.content) : moved;
    await keepUploads(
      context,
      to,
      id,
      whole.attachments.map((file) => file.id),
    );
    const version = Math.max((known?.version ?? 0) + 1, context.clock.now().getTime());
    const restored = [...(known?.restored ?? []), String(draft._id)].slice(-20);
    const written = await write(context, to, by, { version, content: whole, id, restored });
    if (written.version === version) return;
  }
}

/** They may be another customer's now: their key seals them anew. */
async function copyFiles(
  context: Context,
  { customer }: DraftDoc,
  to: TicketDoc,
  files: MessageAttachment[],
): Promise<MessageAttachment[]> {
  const copies: MessageAttachment[] = [];
  for (const { id, name, type } of files) {
    const content = await readAttachment(context, String(customer), id);
    copies.push(await upload(context, to, { name, type, content }));
  }
  return copies;
}
