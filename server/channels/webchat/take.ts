import type { Context } from '../../context.ts';
import { record } from '../../intake/record.ts';
import { messageById, threadOf } from '../../tickets/find.ts';
import type { MessageDoc } from '../../tickets/message-model.ts';
import { identityRules } from './identity/rules.ts';
import type { Caller } from './identity/who.ts';
import { writeItem, type UploadedFile } from './item.ts';
import { presentToVisitor } from './present.ts';
import type { Said, VisitorMessage } from './schema.ts';
import { ticketOf } from './thread.ts';
import type { Visitors } from './visitors.ts';

/**
 * A visitor's message into the ledger; resolves when it is durably there, and only then may it be acknowledged. The
 * same client id of the same visitor again is the same message. When it has become part of the thread, all windows of
 * the visitor are shown it.
 */
export async function takeIn(
  context: Context,
  visitors: Visitors,
  from: Caller & { account: string; assistant: boolean },
  stated: Said,
  files: UploadedFile[] = [],
): Promise<void> {
  const said = await believed(context, from, stated);
  const { done } = await record(context, {
    channel: 'webchat',
    account: from.account,
    key: context.vault.hash('intake', `${from.visitor}/${said.clientId}`),
    raw: writeItem(from, said, files),
    meta: { assistant: from.assistant },
    lane: from.visitor,
  });
  void done
    .then(async ({ message, filed }) => {
      if (filed) await show(context, visitors, from.visitor, filed);
      else if (message) await showMessage(context, visitors, from.visitor, message);
    })
    // It is stored; the page will read it with the thread when it connects the next time.
    .catch((error: unknown) => context.log.warn({ err: error }, 'a chat message could not be shown to its visitor'));
}

/** With the name and address that are proved; without any where they would have to be. */
async function believed(context: Context, { proved }: Caller, said: Said): Promise<Said> {
  const { name: _, email: __, ...rest } = said;
  if (proved) {
    const { name, email } = proved;
    return { ...rest, ...(name ? { name } : {}), ...(email ? { email } : {}) };
  }
  if (said.name === undefined && said.email === undefined) return said;
  return (await identityRules(context)).mode === 'off' ? said : rest;
}

/** Pushes a message (hex id) of the thread to its visitor, where it is theirs to see. */
export async function showMessage(
  context: Context,
  visitors: Visitors,
  visitor: string,
  message: string,
): Promise<MessageDoc | undefined> {
  const doc = await messageById(context, message);
  if (doc) await show(context, visitors, visitor, doc);
  return doc;
}

async function show(context: Context, visitors: Visitors, visitor: string, doc: MessageDoc): Promise<void> {
  const view = presentToVisitor(context, doc);
  if (view) await push(context, visitors, visitor, doc, view);
}

/** With its place in the thread as the visitor reads it, whose ticket may go on as another one. */
async function push(
  context: Context,
  visitors: Visitors,
  visitor: string,
  doc: MessageDoc,
  view: VisitorMessage,
): Promise<void> {
  const peer = visitors.anyOf(visitor);
  if (!peer) return;
  peer.ticket ??= (await ticketOf(context, visitor)) ?? null;
  const before = peer.ticket?.ticket === String(doc.ticket) ? peer.ticket.before : 0;
  visitors.push(visitor, { t: 'message', message: { ...view, n: view.n + before } });
}

/** How far before a message the line of a hand-over can stand: notes and routing come in between. */
const LINES_BEFORE = 8;

/** Pushes an answer, and before it a hand-over that the page may not have seen: event lines are not delivered. */
export async function showAnswer(
  context: Context,
  visitors: Visitors,
  visitor: string,
  message: string,
): Promise<void> {
  const doc = await showMessage(context, visitors, visitor, message);
  if (!doc || doc.author.kind !== 'agent') return;
  const before = await threadOf(context, String(doc.ticket), { after: doc.n - LINES_BEFORE, limit: LINES_BEFORE });
  for (const line of before) {
    if (line.direction === 'event') await show(context, visitors, visitor, line);
  }
}
