import type { Context } from '../../context.ts';
import type { Acknowledgement } from '../../settings/letterhead-model.ts';
import type { Interpretation, Language, OutboundMessage } from '../../tickets/envelopes.ts';
import { SendError, type Account, type Channel, type ChannelState, type RawItem, type SendResult } from '../channel.ts';
import type { ComposedMail } from './compose.ts';
import { interpretMail, type Desk } from './interpret.ts';
import { createParser } from './parse.ts';
import { acknowledgementOf, writersOf } from './sender.ts';
import type { Sender } from './smtp.ts';
import type { SmtpDoor } from './smtp-in.ts';
import { createStates } from '../states.ts';
import { isOwnAddress, mintMessageId } from './token.ts';

/** One account: its address, and what runs for it. */
interface Mailbox {
  account: Account;
  desk: Desk;
  /** Takes mail in. What was written before still goes out when it has been stopped. */
  running: boolean;
  sender?: Sender;
  watcher?: { stop(): Promise<void> };
  /** Renews its tokens. */
  keeper?: { stop(): Promise<void> };
}

/**
 * E-mail: several mailboxes, each read by IMAP, at the SMTP door, or both; out by SMTP. The libraries of each are loaded
 * when they are needed: a desk without e-mail pays nothing.
 */
export function createEmailChannel(context: Context): EmailChannel {
  return new EmailChannel(context);
}

export class EmailChannel implements Channel {
  readonly name = 'email';
  readonly idempotentSend = true;
  private readonly context: Context;
  private readonly parser = createParser();
  private readonly doorStates;
  /** The switched-off and removed ones too: what came through them can still be read. */
  private readonly mailboxes = new Map<string, Mailbox>();
  private door: SmtpDoor | undefined;

  constructor(context: Context) {
    this.context = context;
    this.doorStates = createStates(context, 'email');
  }

  prepare(account: Account): void {
    this.add(account);
  }

  async start(account: Account): Promise<void> {
    const mailbox = this.add(account);
    if (!account.enabled || !account.mail) return;
    mailbox.running = true;
    await this.openDoor(account);
    await this.watch(mailbox);
  }

  private add(account: Account): Mailbox {
    const own = () => [...this.mailboxes.values()].flatMap(addressesOf);
    const desk: Desk = {
      vault: this.context.vault,
      address: account.address ?? '',
      own,
      trusted: this.trustedBy(account),
      assisted: () => account.letterhead?.assistant === true && this.cannotSend(account.id) === undefined,
    };
    const mailbox: Mailbox = { account, desk, running: false };
    this.mailboxes.set(account.id, mailbox);
    return mailbox;
  }

  /** What is in work is still interpreted; the parser ends after the last one. */
  async stop(account: Account): Promise<void> {
    const mailbox = this.mailboxes.get(account.id);
    if (mailbox) mailbox.running = false;
    await mailbox?.keeper?.stop();
    await mailbox?.watcher?.stop();
    this.doorStates.clear(account.id);
    if ([...this.mailboxes.values()].some(({ running }) => running)) return;
    await this.door?.stop();
    this.door = undefined;
    this.parser.close();
  }

  interpret(item: RawItem): Promise<Interpretation> {
    return interpretMail(this.deskOf(item.account), this.parser, item);
  }

  async send(message: OutboundMessage): Promise<SendResult> {
    const reason = this.cannotSend(message.account);
    const mailbox = this.mailboxOf(message.account);
    if (reason || !mailbox) throw new SendError('failed', reason ?? 'There is no mailbox to send from.');
    const rate = mailbox.account.letterhead?.rate;
    if (rate) {
      const { takeTurn } = await import('./rate.ts');
      await takeTurn(this.context, mailbox.account.id, rate);
    }
    const { compose } = await import('./compose.ts');
    const sender = await this.senderOf(mailbox);
    const refused = await sender.send(
      await this.signed(await compose(mailbox.desk, mailbox.account, message)),
      message.lastStep,
    );
    this.doorStates.saw(message.account, 'out');
    return {
      externalId: message.mintedId,
      ...(refused ? { warning: refused.replace(/\s+/g, ' ').slice(0, 300) } : {}),
    };
  }

  async post(mail: { to: string; subject: string; text: string }): Promise<void> {
    const mailbox = this.mailboxOf('env');
    if (!mailbox) throw new SendError('failed', 'There is no mailbox to send from.');
    const { composePost } = await import('./post.ts');
    await (
      await this.senderOf(mailbox)
    ).send(await this.signed(await composePost(mailbox.desk, mailbox.account.name, mail)));
  }

  private async signed(mail: ComposedMail): Promise<ComposedMail> {
    const { signed } = await import('./dkim/sign.ts');
    return await signed(this.context, mail);
  }

  cannotSend(account: string): string | undefined {
    const mailbox = this.mailboxOf(account);
    if (!mailbox) return 'No mailbox is set up (MAIL_ADDRESS, or Settings): there is no address to send from.';
    if (!mailbox.account.enabled) return `The mailbox ${mailbox.desk.address} is switched off.`;
    if (!this.serverOf(mailbox)) return 'SMTP_URL is not set: there is no server for outgoing mail.';
    return undefined;
  }

  states(): ChannelState[] {
    return this.doorStates.all().map((state) => {
      const name = this.mailboxes.get(state.account)?.account.address;
      return name ? { ...state, name } : state;
    });
  }

  mintId(thread: string, to: string, account: string): string {
    return mintMessageId(this.context.vault, this.deskOf(account).address, thread, to);
  }

  isOwn(address: string): boolean {
    return [...this.mailboxes.values()].flatMap(addressesOf).some((own) => isOwnAddress(own, address));
  }

  acknowledges(): boolean {
    return [...this.mailboxes.values()].some(({ account }) => account.letterhead?.acknowledge.on);
  }

  acknowledgement(account: string, language?: Language): Acknowledgement | undefined {
    const mailbox = this.mailboxes.get(account);
    if (!mailbox || this.cannotSend(account)) return undefined;
    return acknowledgementOf(mailbox.account, language);
  }

  identities(account: string, agent: string): { id: string; name: string; address: string }[] {
    const mailbox = this.mailboxOf(account);
    return mailbox ? writersOf(mailbox.desk, mailbox.account, agent) : [];
  }

  /** The port of the SMTP door while it is open. */
  smtpPort(): number | undefined {
    return this.door?.port;
  }

  /** The account's mailbox; tickets of forms and programs, and of removed mailboxes, are answered from the first one. */
  private mailboxOf(account: string): Mailbox | undefined {
    const own = this.mailboxes.get(account);
    if (own?.account.mail) return own;
    return [...this.mailboxes.values()].find((one) => one.account.enabled && this.serverOf(one)) ?? own;
  }

  /** Gmail removes such headers of strangers before it adds its own. */
  private trustedBy({ mail }: Account): readonly string[] {
    const host = mail?.imapUrl ? new URL(mail.imapUrl).hostname : '';
    return [...this.context.config.mail.authservIds, ...(host === 'imap.gmail.com' ? ['mx.google.com'] : [])];
  }

  private async senderOf(mailbox: Mailbox): Promise<Sender> {
    const { createSender } = await import('./smtp.ts');
    const domain = mailbox.desk.address.split('@')[1] ?? '';
    const allowed = mailbox.account.mail?.smtpUrl ? this.allowedFor(mailbox) : undefined;
    return (mailbox.sender ??= createSender(
      this.serverOf(mailbox) ?? '',
      domain,
      allowed,
      mailbox.account.mail?.smtpUrl ? await this.tokenFor(mailbox) : undefined,
    ));
  }

  /** Hosts that an admin typed in must be public, or named; those of the environment are its own affair. */
  private allowedFor({ account }: Mailbox): readonly string[] | undefined {
    return account.id === 'env' ? undefined : this.context.config.allowPrivateHosts;
  }

  /** What gives a connected mailbox's tokens. */
  private async tokenFor({ account: { id, mail } }: Mailbox): Promise<(() => Promise<string>) | undefined> {
    if (!mail?.oauth) return undefined;
    const { accessToken } = await import('./oauth/tokens.ts');
    return () => accessToken(this.context, id);
  }

  private serverOf({ account }: Mailbox): string | undefined {
    return account.mail?.smtpUrl ?? this.context.config.mail.smtpUrl;
  }

  private deskOf(account: string): Desk {
    const { vault, config } = this.context;
    return this.mailboxOf(account)?.desk ?? { vault, address: config.mail.address ?? '' };
  }

  /** One door for all: the recipient tells whose mail it is. */
  private async openDoor({ id, mail }: Account): Promise<void> {
    const { host, mail: settings } = this.context.config;
    if (!mail?.door || settings.smtpInPort === undefined) return;
    if (!this.door) {
      const [{ openSmtpDoor }, { doorCertificate }] = await Promise.all([
        import('./smtp-in.ts'),
        import('./certificate.ts'),
      ]);
      const name = settings.address?.split('@')[1] ?? 'localhost';
      this.door = await openSmtpDoor(this.context, {
        name,
        certificate: () => doorCertificate(this.context.config, name),
        accountOf: (recipient) => this.receiverOf(recipient),
        host,
        port: settings.smtpInPort,
        onMail: (account) => this.doorStates.saw(account, 'in'),
      });
    }
    this.doorStates.set(id, 'smtp-in', 'up');
  }

  private receiverOf(recipient: string): string | undefined {
    for (const mailbox of this.mailboxes.values()) {
      const { account, running } = mailbox;
      const takes = running && account.mail?.door;
      if (takes && addressesOf(mailbox).some((own) => isOwnAddress(own, recipient))) return account.id;
    }
    return undefined;
  }

  private async watch(mailbox: Mailbox): Promise<void> {
    const { id, mail } = mailbox.account;
    if (!mail?.imapUrl) return;
    if (mail.oauth) {
      const { keepFresh } = await import('./oauth/keep-fresh.ts');
      mailbox.keeper = keepFresh(this.context, id, (state, failed) =>
        this.doorStates.set(id, 'sign-in', state, failed),
      );
    }
    const { watchMailbox } = await import('./imap.ts');
    mailbox.watcher = watchMailbox(this.context, {
      account: id,
      url: mail.imapUrl,
      since: mail.since,
      moveTo: mail.moveTo,
      allowed: this.allowedFor(mailbox),
      token: await this.tokenFor(mailbox),
      onState: (state, failed) => this.doorStates.set(id, 'imap', state, failed),
      onMail: () => this.doorStates.saw(id, 'in'),
    });
  }
}

/** Its own address, and those of its identities. */
const addressesOf = ({ account, desk }: Mailbox): string[] => [
  desk.address,
  ...(account.letterhead?.identities ?? []).flatMap(({ address }) => address ?? []),
];
