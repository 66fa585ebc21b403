import type { Context } from '../../context.ts';
import type { OutboundMessage, Interpretation } from '../../tickets/envelopes.ts';
import { SendError, type Account, type Channel, type ChannelState, type RawItem, type SendResult } from '../channel.ts';
import { interpretMail, type Desk } from './interpret.ts';
import { createParser } from './parse.ts';
import type { Sender } from './smtp.ts';
import type { SmtpDoor } from './smtp-in.ts';
import { createStates } from './states.ts';
import { mintMessageId } from './token.ts';

/**
 * E-mail: a mailbox by IMAP, the SMTP door, or both; out by SMTP. Settings come from the environment. The libraries of
 * each are loaded when they are needed: a desk without e-mail pays nothing.
 */
export function createEmailChannel(context: Context): EmailChannel {
  return new EmailChannel(context);
}

export class EmailChannel implements Channel {
  readonly name = 'email';
  readonly idempotentSend = true;
  private readonly context: Context;
  private readonly desk: Desk;
  private readonly parser = createParser();
  private readonly doorStates;
  private readonly watchers = new Set<{ stop(): Promise<void> }>();
  private door: SmtpDoor | undefined;
  private sender: Sender | undefined;
  private senderName: string;

  constructor(context: Context) {
    this.context = context;
    this.desk = { vault: context.vault, address: context.config.mail.address ?? '' };
    this.senderName = this.desk.address;
    this.doorStates = createStates(context);
  }

  async start(account: Account): Promise<void> {
    this.senderName = account.name;
    await this.openDoor(account.id);
    await this.watch(account.id);
  }

  /** What is in work is still interpreted; the parser ends after it. */
  async stop(account: Account): Promise<void> {
    await Promise.all([this.door?.stop(), ...[...this.watchers].map((watcher) => watcher.stop())]);
    this.watchers.clear();
    this.door = undefined;
    this.parser.close();
    this.doorStates.clear(account.id);
  }

  interpret(item: RawItem): Promise<Interpretation> {
    return interpretMail(this.desk, this.parser, item);
  }

  async send(message: OutboundMessage): Promise<SendResult> {
    const reason = this.cannotSend();
    if (reason) throw new SendError('failed', reason);
    const [{ compose }, { createSender }] = await Promise.all([import('./compose.ts'), import('./smtp.ts')]);
    const domain = this.desk.address.split('@')[1] ?? '';
    this.sender ??= createSender(this.context.config.mail.smtpUrl ?? '', domain);
    await this.sender.send(await compose(this.desk, { name: this.senderName }, message));
    this.doorStates.sawMail(message.account, 'out');
    return { externalId: message.mintedId };
  }

  cannotSend(): string | undefined {
    const { address, smtpUrl } = this.context.config.mail;
    if (!address) return 'MAIL_ADDRESS is not set: there is no address to send from.';
    if (!smtpUrl) return 'SMTP_URL is not set: there is no server for outgoing mail.';
    return undefined;
  }

  states(): ChannelState[] {
    return this.doorStates.all();
  }

  mintId(thread: string, to: string): string {
    return mintMessageId(this.context.vault, this.desk.address, thread, to);
  }

  /** The port of the SMTP door while it is open. */
  smtpPort(): number | undefined {
    return this.door?.port;
  }

  private async openDoor(account: string): Promise<void> {
    const { host, mail } = this.context.config;
    if (mail.smtpInPort === undefined) return;
    const { openSmtpDoor } = await import('./smtp-in.ts');
    this.door = await openSmtpDoor(this.context, {
      account,
      address: this.desk.address,
      host,
      port: mail.smtpInPort,
      onMail: () => this.doorStates.sawMail(account, 'in'),
    });
    this.doorStates.set(account, 'smtp-in', 'up');
  }

  private async watch(account: string): Promise<void> {
    const { imapUrl, imapSince } = this.context.config.mail;
    if (!imapUrl) return;
    const { watchMailbox } = await import('./imap.ts');
    const watcher = watchMailbox(this.context, {
      account,
      url: imapUrl,
      since: imapSince,
      onState: (state, error) => this.doorStates.set(account, 'imap', state, error),
      onMail: () => this.doorStates.sawMail(account, 'in'),
    });
    this.watchers.add(watcher);
  }
}
