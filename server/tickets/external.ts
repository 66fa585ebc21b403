import type { Context } from '../context.ts';
import { opened } from '../vault/sealed.ts';
import { Messages, type MessageDoc } from './message-model.ts';

/** The fields of a message's id on its channel: sealed, because it tells who sent it from where, and a hash to find it. */
export const externalFields = (
  context: Pick<Context, 'vault'>,
  externalId: string,
): Required<Pick<MessageDoc, 'externalId' | 'externalHashes'>> => ({
  externalId,
  externalHashes: [externalHash(context, externalId)],
});

/** What is added when a channel gave a message an id of its own. */
export const sentFields = (
  context: Pick<Context, 'vault'>,
  message: Pick<MessageDoc, 'externalId'>,
  sentId: string,
): Partial<MessageDoc> => {
  const ids = [...(message.externalId ? [message.externalId] : []), sentId];
  return { sentId, externalHashes: ids.map((id) => externalHash(context, id)) };
};

/** The message that we sent under this id, as bounces name it; undefined when there is none. */
export async function sentAs(
  context: Context,
  externalId: string,
): Promise<Pick<MessageDoc, '_id' | 'ticket' | 'customer'> | undefined> {
  const doc = await Messages(context)
    .findOne({ externalHashes: externalHash(context, externalId), direction: 'out' }, { ticket: 1, customer: 1 })
    .lean<MessageDoc>();
  return doc ?? undefined;
}

/** The message that came in under this id of its channel, opened; undefined when it is not here. */
export async function receivedAs(context: Context, externalId: string): Promise<MessageDoc | undefined> {
  const doc = await Messages(context)
    .findOne({ externalHashes: externalHash(context, externalId), direction: 'in' })
    .lean<MessageDoc>();
  return doc ? opened(context, Messages, doc) : undefined;
}

const externalHash = ({ vault }: Pick<Context, 'vault'>, externalId: string): string =>
  vault.hash('external', externalId);
