import type { DraftView } from '../../../server/drafts/schema.ts';
import type { MacroView } from '../../../server/macros/schema.ts';
import type { MessageView, RecipientsView } from '../../../server/tickets/schema.ts';
import { unfilled } from '../../../server/messages/variables.ts';
import { ApiError, type Api, type Page } from '../../shared/api.ts';
import { Draft, type Begun, type Content, type Mode, type Recipients } from './draft.svelte.ts';
import type { Sending, Thread } from './thread.svelte.ts';
import { Uploads } from './uploads.svelte.ts';

/** How what is written shall go. */
export interface Way {
  status?: 'solved' | 'pending' | 'open' | undefined;
  /** Past what has crossed it. */
  force?: boolean;
  sendAt?: Date | undefined;
  /** Seconds in which it can be taken back. */
  hold?: number;
  /** Stands below a reply. */
  signature?: string;
  /** Ids of colleagues whom a note mentions. */
  mentions?: string[];
}

/** A reply or a note that is being written. */
class Sheet {
  content: Content = $state.raw({ text: '' });
  readonly draft: Draft;
  readonly uploads: Uploads;

  constructor(draft: Draft, uploads: Uploads) {
    this.draft = draft;
    this.uploads = uploads;
  }
}

/**
 * What an agent writes on one ticket: reply and note side by side, each with its files, kept on the server; to whom an
 * e-mail goes; and what stands in the way of sending.
 */
export class ComposerState {
  mode: Mode = $state('reply');
  /** Somebody wants to write: the editor takes the focus. */
  wanted = $state(false);
  /** Grows when the texts were changed from elsewhere: the editor shows them anew. */
  epoch = $state(0);
  /** Whom the reply goes to by e-mail; undefined until that is known. */
  recipients: Recipients | undefined = $state.raw();
  /** As whom the mailbox can write; the first one is the mailbox itself. */
  writers: RecipientsView['identities'] = $state.raw([]);
  /** The id of the one who writes; empty: the mailbox itself. */
  writer = $state('');
  /** The channels by which this ticket can be answered, the usual one first. */
  channels: readonly string[] = $state.raw([]);
  /** The one that the writer has picked instead of the usual one. */
  channel: string | undefined = $state();
  /** How many messages have crossed the reply; the writer decides. */
  newer = $state(0);
  /** The macro whose changes come with sending. */
  planned: MacroView | undefined = $state.raw();
  /** Ids of the colleagues who were picked behind an @ of the note. */
  mentions: readonly string[] = $state.raw([]);
  /** Why the reply cannot be sent, in words. */
  blocked: string | undefined = $state();
  readonly sheets: Record<Mode, Sheet>;
  readonly sheet: Sheet = $derived.by(() => this.sheets[this.mode]);
  readonly empty: boolean = $derived.by(() => this.sheet.content.text.trim() === '');
  /** Variables that nobody has filled in: they must not go out. */
  readonly unfilled: string[] = $derived.by(() => unfilled(this.sheet.content.text));
  readonly ready: boolean = $derived.by(() => !this.empty && !this.sheet.uploads.busy && this.unfilled.length === 0);

  readonly #thread: Thread;
  readonly #api: Api;
  #chosen = false;
  #writes = false;
  #touched = false;

  constructor(thread: Thread, api: Api) {
    this.#thread = thread;
    this.#api = api;
    this.sheets = { reply: this.#sheetOf('reply'), note: this.#sheetOf('note') };
    for (const mode of ['reply', 'note'] as const) {
      const begun = this.sheets[mode].draft.recover();
      if (begun) this.#show(mode, begun);
    }
    if (!this.text('reply') && this.text('note')) this.mode = 'note';
  }

  text(mode: Mode = this.mode): string {
    return this.sheets[mode].content.text;
  }

  focus(mode: Mode): void {
    this.mode = mode;
    this.wanted = true;
  }

  plan(macro: MacroView | undefined): void {
    this.planned = macro;
  }

  mention(agent: string): void {
    this.mentions = [...new Set([...this.mentions, agent])];
    this.#keep('note');
  }

  /** What stands in the editor now. */
  write(content: Content, mode = this.mode): void {
    this.#touched = true;
    this.sheets[mode].content = content;
    this.#keep(mode);
  }

  /** Adds a paragraph from elsewhere, below what is there or above it. */
  add(text: string, mode: Mode = 'reply', where: 'below' | 'above' = 'below'): void {
    const now = this.text(mode).trim();
    const both = where === 'below' ? [now, text] : [text, now];
    // Formatting of what was there is lost only where there was some.
    this.write({ text: both.filter(Boolean).join('\n\n') }, mode);
    this.epoch++;
  }

  address(recipients: Recipients): void {
    this.recipients = recipients;
    this.#chosen = true;
    this.#keep('reply');
  }

  /** Goes on by that channel; whom it goes to is asked for anew. */
  async answerBy(channel: string): Promise<void> {
    this.channel = channel === this.channels[0] ? undefined : channel;
    this.#chosen = false;
    this.recipients = undefined;
    await this.refreshRecipients();
  }

  writeAs(identity: string): void {
    this.writer = identity;
    this.#writes = true;
    this.#keep('reply');
  }

  /** Reads what was begun, and to whom an answer goes. What was typed since the ticket was opened stays. */
  async open(): Promise<void> {
    const path = `/tickets/${this.#thread.number}`;
    const [drafts] = await Promise.all([this.#api.get<Page<DraftView>>(`${path}/drafts`), this.refreshRecipients()]);
    for (const view of drafts.items) this.take(view);
    if (!this.#touched && !this.text('reply') && this.text('note')) this.mode = 'note';
  }

  /** A draft as the server has it now; an older one than what is here changes nothing. */
  take(view: DraftView): void {
    if (!this.sheets[view.mode].draft.take(view)) return;
    this.#show(view.mode, view);
  }

  /** Something new has come: whoever was on it gets the answer, unless the writer has chosen. */
  async refreshRecipients(): Promise<void> {
    const asked = this.channel;
    const path = `/tickets/${this.#thread.number}/recipients${asked ? `?channel=${asked}` : ''}`;
    const { channel, channels, to, cc, bcc, identities, identity = '' } = await this.#api.get<RecipientsView>(path);
    if (asked !== this.channel) return;
    this.channels = channels;
    this.writers = identities;
    if (!this.#chosen) this.recipients = channel === 'email' ? { to, cc, bcc } : undefined;
    const known = identities.some(({ id }) => id === this.writer);
    if (!this.#writes || !known) this.writer = identity;
  }

  /**
   * Sends what stands there, and answers the saved message; its text comes back when the writer must decide first.
   * Other failures stay in the thread.
   */
  async send(way: Way = {}): Promise<MessageView | undefined> {
    if (!this.ready) return undefined;
    const { mode, sheet } = this;
    const kept: Begun = this.#begunOf(mode);
    const sending = this.#sending(kept, way);
    const version = sheet.draft.end();
    this.#show(mode, { text: '', attachments: [] });
    this.newer = 0;
    this.blocked = undefined;
    try {
      const saved = await this.#thread.send({ ...sending, mode, draft: version }, way.force);
      if (saved) this.#sent(sheet);
      return saved;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#giveBack(mode, kept);
      await this.#explain(error);
      return undefined;
    }
  }

  /** Whether all of it is on the server. */
  get settled(): boolean {
    return Object.values(this.sheets).every(({ draft, uploads }) => draft.state === 'kept' && !uploads.busy);
  }

  async flush(): Promise<void> {
    await Promise.all(Object.values(this.sheets).map(({ draft }) => draft.flush()));
  }

  #sheetOf(mode: Mode): Sheet {
    const { number } = this.#thread;
    const draft = new Draft(this.#api, number, mode, (view) => this.take(view));
    return new Sheet(draft, new Uploads(this.#api, number, () => this.#keep(mode)));
  }

  #sending(kept: Begun, { status, sendAt, hold, signature, mentions }: Way): Omit<Sending, 'mode' | 'draft'> {
    const { html, attachments } = kept;
    const content = { text: kept.text.trim(), html };
    if (this.mode === 'note') return { ...content, attachments, ...(mentions ? { mentions } : {}) };
    return {
      ...(signature ? signed(content, signature) : content),
      attachments,
      status,
      ...(this.recipients ?? {}),
      ...(this.channel ? { channel: this.channel } : {}),
      ...(this.writer ? { identity: this.writer } : {}),
      ...(sendAt ? { sendAt: sendAt.toISOString() } : hold ? { hold } : {}),
    };
  }

  #sent(sheet: Sheet): void {
    if (!sheet.content.text) sheet.draft.forget();
    this.#chosen = false;
    this.channel = undefined;
  }

  #begunOf(mode: Mode): Begun {
    const { content, uploads } = this.sheets[mode];
    const chosen = mode === 'reply' && this.#chosen ? this.recipients : undefined;
    const mentions = mode === 'note' && this.mentions.length > 0 ? { mentions: [...this.mentions] } : {};
    const writer = mode === 'reply' && this.#writes ? { identity: this.writer } : {};
    return { ...content, ...(chosen ?? {}), ...writer, ...mentions, attachments: uploads.files };
  }

  #keep(mode: Mode): void {
    this.sheets[mode].draft.change(this.#begunOf(mode));
  }

  #show(mode: Mode, { text, html, attachments, to, cc = [], bcc = [], identity, mentions = [] }: Begun): void {
    const sheet = this.sheets[mode];
    if (mode === 'note') this.mentions = mentions;
    sheet.content = { text, html };
    sheet.uploads.set(attachments);
    if (mode === 'reply' && to) {
      this.recipients = { to, cc, bcc };
      this.#chosen = true;
    }
    if (mode === 'reply' && identity !== undefined) {
      this.writer = identity;
      this.#writes = true;
    }
    this.epoch++;
  }

  /** What was begun meanwhile stands below it. */
  #giveBack(mode: Mode, kept: Begun): void {
    const now = this.#begunOf(mode);
    const typed = now.text.trim() !== '';
    const text = typed ? `${kept.text}\n\n${now.text}` : kept.text;
    const content = {
      text,
      html: typed ? undefined : kept.html,
      attachments: [...kept.attachments, ...now.attachments],
    };
    this.#show(mode, content);
    this.#keep(mode);
  }

  async #explain(error: ApiError): Promise<void> {
    if (error.code === 'newer-messages') {
      const told = Array.isArray(error.extra.newer) ? error.extra.newer.length : 1;
      // What is new shall stand in the thread before the writer decides.
      await this.#thread.newer();
      this.newer = told;
    } else this.blocked = error.detail ?? '';
  }
}

/** A signature below a reply, after the line that mail programs know it by (RFC 3676, 4.3). */
function signed({ text, html }: Content, signature: string): Content {
  const lines = signature.trim();
  const escaped = lines.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;' })[c] ?? '&gt;').replaceAll('\n', '<br>');
  return {
    text: `${text}\n\n-- \n${lines}`,
    ...(html ? { html: `${html}<div><br></div><div>-- <br>${escaped}</div>` } : {}),
  };
}
