import type { Context } from '../context.ts';
import type { MessageDoc } from './message-model.ts';

/** The fields of a message's id on its channel: sealed, because it tells who sent it from where, and a hash to find it. */
export const externalFields = (
  context: Pick<Context, 'vault'>,
  externalId: string,
): Required<Pick<MessageDoc, 'externalId' | 'externalHash'>> => ({
  externalId,
  externalHash: externalHash(context, externalId),
});

/** The keyed hash under which a message is found by its id on its channel. */
export const externalHash = ({ vault }: Pick<Context, 'vault'>, externalId: string): string =>
  vault.hash('external', externalId);
