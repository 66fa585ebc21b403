import type { Context } from '../context.ts';
import { advance } from './advance.ts';
import type { MessageDoc } from './message-model.ts';
import type { TicketDoc } from './model.ts';
import { mentionAgents } from './mention.ts';
import { base, byClientId, commit, written, type Author } from './commit.ts';
import { claimUploads, filesOf } from './upload.ts';

export interface NewNote {
  author: Author;
  clientId: string;
  text: string;
  attachments?: string[];
  /** Hex ids of colleagues whom it mentions. */
  mentions?: string[];
  /** The version of the writer's draft that ends with it. */
  draft?: number;
}

/** Saves an internal note: agents see it, customers never. The same client id again returns the same note. */
export async function note(context: Context, ticket: TicketDoc, input: NewNote): Promise<MessageDoc> {
  const earlier = await byClientId(context, ticket, input.clientId);
  if (earlier) return earlier;
  const files = await claimUploads(context, ticket, input);
  if (!files) return await written(context, ticket, input.clientId);
  const next = await advance(context, ticket, {});
  const mentions = await mentionAgents(context, next, input);
  const message: MessageDoc = {
    ...base(context, next, input.author, input.clientId),
    direction: 'note',
    automatic: false,
    text: input.text,
    ...(mentions.length > 0 ? { mentions } : {}),
    ...filesOf(files),
  };
  const { author, draft } = input;
  return await commit(context, next, message, { author, changed: [], ...(draft ? { draft } : {}) });
}
