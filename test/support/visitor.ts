import { randomBytes } from 'node:crypto';
import { writeItem } from '../../server/channels/webchat/item.ts';
import { record } from '../../server/intake/record.ts';
import type { Language } from '../../server/tickets/envelopes.ts';
import { threadOf, ticketById } from '../../server/tickets/find.ts';
import type { MessageDoc } from '../../server/tickets/message-model.ts';
import type { TicketDoc } from '../../server/tickets/model.ts';
import type { TestApp } from './app.ts';

/** A visitor of the web chat, whom the assistant answers. The app is the one that runs when something is said. */
export class Visitor {
  readonly id = randomBytes(16).toString('base64url');
  readonly locale: Language;
  ticket = '';
  message = '';
  app: TestApp;
  constructor(app: TestApp, locale: Language = 'en') {
    this.app = app;
    this.locale = locale;
  }

  /** Says something; resolves with what the desk has answered to it, when it was processed. */
  async say(text: string): Promise<string> {
    const before = this.ticket ? (await this.thread()).length : 0;
    const said = { clientId: randomBytes(8).toString('hex'), text, locale: this.locale };
    const { done } = await record(this.app.context, {
      channel: 'webchat',
      account: 'env',
      key: said.clientId,
      raw: writeItem({ visitor: this.id, proved: null }, said),
      meta: { assistant: true },
      lane: this.id,
    });
    const { ticket, message } = await done;
    this.ticket = ticket ?? '';
    this.message = message ?? '';
    const since = (await this.thread()).slice(before);
    return since.find((m) => m.direction === 'out')?.text ?? '';
  }

  thread(): Promise<MessageDoc[]> {
    return threadOf(this.app.context, this.ticket);
  }

  async answers(): Promise<MessageDoc[]> {
    return (await this.thread()).filter((m) => m.direction === 'out');
  }

  ticketNow(): Promise<TicketDoc> {
    return ticketById(this.app.context, this.ticket);
  }
}
