import { fillVariables } from '../../../../server/messages/variables.ts';
import type { MailboxView } from '../../../../server/channels/email/mailbox-schema.ts';

/** What a signature or a sender's name can have (server/channels/email/sender.ts). */
export const VARIABLES = ['agent.name', 'mailbox.name', 'mailbox.address', 'ticket.number'] as const;

/** As it goes out: what nobody knows says nothing. */
export function sampleOf(text: string, mailbox: Pick<MailboxView, 'name' | 'address'>, agent: string): string {
  const values = {
    'agent.name': agent,
    'mailbox.name': mailbox.name,
    'mailbox.address': mailbox.address,
    'ticket.number': '1234',
  };
  return fillVariables(text, values).replace(/\{\{[^{}]*\}\}/g, '');
}
