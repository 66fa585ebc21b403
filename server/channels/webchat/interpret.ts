import type { RawItem } from '../channel.ts';
import type { InboundMessage, Interpretation } from '../../tickets/envelopes.ts';
import { readConsents } from '../../customers/consent.ts';
import { subjectOf } from '../subject.ts';
import { readItem } from './item.ts';
import { threadKeyOf } from './session.ts';

/**
 * A chat message of the ledger as an inbound message. The visitor's session or proof was checked at the door, so their
 * id is proved; the name and address that the page stated only where the shop has signed them. Throws on bytes that are
 * no chat message.
 */
export function interpretChat(item: RawItem): Interpretation {
  const { visitor, proved, said, attachments } = readItem(item.raw);
  const text = said.text.trim();
  if (text === '' && attachments.length === 0) return { outcome: 'ignore', reason: 'an empty chat message' };
  const message: InboundMessage = {
    account: item.account,
    kind: said.choice ? 'choice' : 'message',
    threadKeys: [threadKeyOf(visitor)],
    from: {
      kind: 'webchat',
      value: visitor,
      verified: true,
      name: said.name?.trim(),
      ...(proved && said.email ? { provedEmail: said.email } : { email: said.email?.trim() }),
    },
    sentAt: item.receivedAt,
    subject: subjectOf(text || (attachments[0]?.name ?? '')),
    text,
    attachments,
    automatic: false,
    language: said.locale,
    externalId: said.clientId,
    handler: item.meta['assistant'] === true ? 'assistant' : 'agents',
  };
  if (said.choice) message.target = said.choice.message;
  const consents = readConsents(said.consents);
  if (consents.length > 0) message.consents = consents;
  if (said.page) message.fields = { page: said.page.url };
  return { outcome: 'message', message };
}
