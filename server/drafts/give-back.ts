import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { messageById } from '../tickets/find.ts';
import type { MessageDoc } from '../tickets/message-model.ts';
import { returnUploads } from '../tickets/upload.ts';
import { withdraw } from '../tickets/withdraw.ts';
import { draftOf } from './find.ts';
import { joined } from './join.ts';
import type { DraftContent } from './model.ts';
import { write } from './save.ts';

/** Reaction to `reply.cancelled`: the words become the writer's draft again, and only then the message ends. */
export async function giveBack(context: Context, { message: id }: { message: string }): Promise<void> {
  const message = await messageById(context, id);
  if (message?.delivery?.state !== 'cancelled') return;
  if (message.author.id) await restore(context, message, message.author.id);
  await withdraw(context, message);
}

async function restore(context: Context, message: MessageDoc, agent: string): Promise<void> {
  const ticket = { _id: message.ticket, customer: message.customer };
  for (;;) {
    const known = await draftOf(context, { ticket: ticket._id, agent, mode: 'reply' });
    // An earlier run got this far.
    if (known?.restored?.includes(String(message._id))) return;
    const id = known?._id ?? new Types.ObjectId();
    await returnUploads(context, message, id);
    const version = Math.max((known?.version ?? 0) + 1, context.clock.now().getTime());
    const restored = [...(known?.restored ?? []), String(message._id)].slice(-20);
    const content = known?.content ? joined(contentOf(message), known.content) : contentOf(message);
    const written = await write(context, ticket, { agent, mode: 'reply' }, { version, content, id, restored });
    if (written.version === version) return;
  }
}

function contentOf(message: MessageDoc): DraftContent {
  const { text, html, to, alsoTo = [], cc = [], bcc = [], attachments } = message;
  const byMail = message.delivery?.channel === 'email' && to !== undefined;
  const identity = message.delivery?.identity ?? '';
  const recipients = byMail ? { to: [to, ...alsoTo], cc, bcc, identity } : {};
  return { text, ...(html ? { html } : {}), ...recipients, attachments };
}
