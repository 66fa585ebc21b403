import type { Language } from '../../../server/tickets/envelopes.ts';
import type { MessageDoc } from '../../../server/tickets/message-model.ts';
import type { TicketDoc } from '../../../server/tickets/model.ts';

/** What the channel of e-mail says about answering by itself. */
export interface MailGate {
  /** The address to which a mail may be answered by itself; undefined: not at all. The same ticket may ask again. */
  answerable(ticket: TicketDoc, message: MessageDoc): Promise<string | undefined>;
  /** The paragraph with the link to the page on which the ticket is followed; empty where there is none. */
  following(language: Language): string;
  /** True when the mailbox confirms by itself that mail has come. */
  acknowledged(ticket: TicketDoc): boolean;
}
