import { readAttachment } from '../attachments/store.ts';
import type { Context } from '../context.ts';
import { escapeHtml } from '../http/html.ts';
import type { OutboundMessage } from '../tickets/envelopes.ts';
import { Messages, type MessageDoc } from '../tickets/message-model.ts';
import { opened } from '../vault/sealed.ts';

type Said = Pick<OutboundMessage, 'text' | 'html' | 'attachments'>;

/** What a message says: also the unread ones before it, where it is the mail that they became. */
export async function saidBy(context: Context, message: MessageDoc): Promise<Said> {
  const all = [...(await earlierOf(context, message)), message];
  const formatted = all.some(({ html }) => html);
  return {
    text: all.map(({ text }) => text).join('\n\n'),
    ...(formatted ? { html: all.map(({ html, text }) => html ?? asHtml(text)).join('\n') } : {}),
    attachments: all.flatMap(({ attachments, customer }) =>
      attachments.map((file) => ({ ...file, read: () => readAttachment(context, String(customer), file.id) })),
    ),
  };
}

async function earlierOf(context: Context, { delivery }: MessageDoc): Promise<MessageDoc[]> {
  if (!delivery?.with?.length) return [];
  const docs = await Messages(context)
    .find({ _id: { $in: delivery.with } })
    .sort({ n: 1 })
    .lean<MessageDoc[]>();
  return docs
    .filter(({ deletedAt, redacted }) => !deletedAt && !redacted)
    .map((doc) => opened(context, Messages, doc))
    .filter(({ damaged }) => !damaged);
}

const asHtml = (text: string): string => `<p>${escapeHtml(text).replaceAll('\n', '<br>')}</p>`;
