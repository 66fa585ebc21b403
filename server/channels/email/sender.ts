import type { Account } from '../channel.ts';
import { letters } from '../../messages/letters.ts';
import { fillVariables } from '../../messages/variables.ts';
import type { Acknowledgement, Letterhead } from '../../settings/letterhead-model.ts';
import type { Language, OutboundMessage } from '../../tickets/envelopes.ts';
import type { Desk } from './interpret.ts';

/** An account, as far as its mails depend on it. */
export interface Writing {
  name: string;
  letterhead?: Letterhead | undefined;
  shop?: Readonly<Record<string, string>> | undefined;
}

/** As whom a mail goes out. */
export interface Writer {
  name: string;
  address: string;
  /** Variables filled in; empty for automatic mail. */
  signature: string;
}

/** The identity that was chosen, or the mailbox itself with the agent's name. Variables without a value say nothing. */
export function writerOf(desk: Desk, account: Writing, message: OutboundMessage): Writer {
  const { letterhead } = account;
  const identity = letterhead?.identities.find(({ id }) => id === message.identity);
  const agent = message.automatic || message.author.kind === 'system' ? '' : (message.author.name ?? '');
  const values = {
    ...account.shop,
    'agent.name': agent,
    'mailbox.name': account.name,
    'mailbox.address': identity?.address ?? desk.address,
    'ticket.number': String(message.ticketNumber),
  };
  const filled = (text: string): string => fillVariables(text, values).replace(/\{\{[^{}]*\}\}/g, '');
  const signature = identity?.signature || letterhead?.signature || '';
  return {
    name: (identity ? filled(identity.name) : agent).trim() || account.name,
    address: identity?.address ?? desk.address,
    signature: message.automatic ? '' : filled(signature),
  };
}

/** As whom a mailbox can write for that agent: itself, whose id is empty, and its identities. */
export function writersOf(
  desk: Pick<Desk, 'address'>,
  { name, letterhead, shop }: Writing,
  agent: string,
): { id: string; name: string; address: string }[] {
  const values = { ...shop, 'agent.name': agent, 'mailbox.name': name, 'mailbox.address': desk.address };
  const filled = (text: string): string =>
    fillVariables(text, values)
      .replace(/\{\{[^{}]*\}\}/g, '')
      .trim();
  const others = (letterhead?.identities ?? []).map((one) => ({
    id: one.id,
    name: filled(one.name) || name,
    address: one.address ?? desk.address,
  }));
  return [{ id: '', name: agent || name, address: desk.address }, ...others];
}

/** The mailbox's own words in the writer's language, or the house's; undefined when it does not acknowledge. */
export function acknowledgementOf(
  { letterhead, locale, enabled }: Pick<Account, 'letterhead' | 'locale' | 'enabled'>,
  language: Language | undefined,
): Acknowledgement | undefined {
  if (!enabled || !letterhead?.acknowledge.on) return undefined;
  const spoken = language ?? (locale as Language | undefined) ?? 'en';
  return letterhead.acknowledge.texts[spoken] ?? letters[spoken].received;
}
