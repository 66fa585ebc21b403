import type { Context } from '../../context.ts';
import { record } from '../../intake/record.ts';
import { messageById } from '../../tickets/find.ts';
import { writeItem, type UploadedFile } from './item.ts';
import { presentToVisitor } from './present.ts';
import type { Said } from './schema.ts';
import type { Visitors } from './visitors.ts';

/**
 * A visitor's message into the ledger; resolves when it is durably there, and only then may it be acknowledged. The
 * same client id of the same visitor again is the same message. When it has become part of the thread, all windows of
 * the visitor are shown it.
 */
export async function takeIn(
  context: Context,
  visitors: Visitors,
  from: { visitor: string; account: string; assistant: boolean },
  said: Said,
  files: UploadedFile[] = [],
): Promise<void> {
  const { done } = await record(context, {
    channel: 'webchat',
    account: from.account,
    key: context.vault.hash('intake', `${from.visitor}/${said.clientId}`),
    raw: writeItem(from.visitor, said, files),
    meta: { assistant: from.assistant },
    lane: from.visitor,
  });
  void done
    .then(({ message }) => (message ? showMessage(context, visitors, from.visitor, message) : undefined))
    // It is stored; the page will read it with the thread when it connects the next time.
    .catch((error: unknown) => context.log.warn({ err: error }, 'a chat message could not be shown to its visitor'));
}

/** Pushes a message of the thread to its visitor, where it is theirs to see. */
export async function showMessage(
  context: Context,
  visitors: Visitors,
  visitor: string,
  message: string,
): Promise<void> {
  const doc = await messageById(context, message);
  const view = doc && presentToVisitor(context, doc);
  if (view) visitors.push(visitor, { t: 'message', message: view });
}
