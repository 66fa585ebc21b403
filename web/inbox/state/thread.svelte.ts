import type { AttachmentView, MessageView } from '../../../server/tickets/schema.ts';
import { ApiError, type Api, type Page } from '../../shared/api.ts';
import { freshId } from '../../shared/fresh-id.ts';
import type { Mode, Recipients } from './draft.svelte.ts';
import type { Entry } from './thread-items.ts';
import type { Ref } from './views.ts';

const PAGE = 60;
/** Above every place in a thread: "before" it lies the end. */
const END = 2_000_000_000;

/** What is to be sent or noted. */
export interface Sending extends Partial<Recipients> {
  mode: Mode;
  text: string;
  html?: string | undefined;
  attachments: AttachmentView[];
  status?: 'solved' | 'pending' | 'open' | undefined;
  /** When it shall go out, or how many seconds it can be taken back. */
  sendAt?: string;
  hold?: number;
  /** The version of the draft that it ends. */
  draft?: number;
  /** By which channel, where it is not the usual one. */
  channel?: string;
  /** As whom the mailbox writes. */
  identity?: string;
  /** Ids of colleagues whom a note mentions. */
  mentions?: string[];
}

export interface Outgoing extends Sending {
  clientId: string;
  at: string;
  /** The last place in the thread that the writer had before them. */
  lastSeen: number;
  state: 'sending' | 'failed';
  reason?: ApiError;
}

/** Errors that what was written cannot get past by being sent again. */
const WRITER_DECIDES = new Set(['newer-messages', 'cannot-send', 'unprocessable']);

/** One ticket's thread: the messages that were read, and the agent's own that are on their way to the server. */
export class Thread {
  readonly number: number;
  state: 'loading' | 'ready' | 'error' = $state('loading');
  error: ApiError | undefined = $state.raw();
  hasOlder = $state(false);
  messages: MessageView[] = $state.raw([]);
  outgoing: Outgoing[] = $state.raw([]);
  entries: Entry[] = $derived([
    ...this.messages.map((message) => ({ message })),
    ...this.outgoing.map((one) => this.#entryOf(one)),
  ]);
  /** The place of the last message that is here; what a reply says it has seen. */
  last: number = $derived(this.messages.at(-1)?.n ?? 0);

  readonly #api: Api;
  readonly #me: () => Ref;
  /** When each message was last told of, counted in what was told. */
  readonly #told = new Map<string, number>();
  #tellings = 0;
  /** Up to this place nothing is missing. */
  #whole = 0;
  #loading: Promise<void> | undefined;
  #stale = false;

  constructor(number: number, api: Api, me: () => Ref) {
    this.number = number;
    this.#api = api;
    this.#me = me;
  }

  /** Reads the end of the thread once; again after `expire`. */
  load(): Promise<void> {
    if (this.state === 'ready' && !this.#stale) return Promise.resolve();
    this.#loading ??= this.#load().finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  /** Something may have been missed: the next `load` asks for what is new. */
  expire(): void {
    this.#stale = true;
  }

  /** What was read is not there any more; reads it anew. */
  forget(): Promise<void> {
    this.messages = [];
    this.state = 'loading';
    return this.load();
  }

  async older(): Promise<void> {
    const first = this.messages[0]?.n ?? END;
    const page = await this.#page({ before: first, limit: PAGE });
    this.hasOlder = page.items.length === PAGE;
  }

  /** Reads what came after the last one; says how many messages (not events) that were. */
  async newer(): Promise<number> {
    const known = new Set(this.messages.map((message) => message.id));
    let fresh = 0;
    for (;;) {
      const page = await this.#page({ after: this.#whole, limit: PAGE });
      this.#whole = page.items.at(-1)?.n ?? this.#whole;
      fresh += page.items.filter((message) => message.direction !== 'event' && !known.has(message.id)).length;
      if (page.items.length < PAGE) return fresh;
    }
  }

  /** A message is new or has changed. */
  apply(message: MessageView): void {
    this.#tell(message.id);
    this.#merge([message]);
    if (this.state === 'ready' && !this.#stale) this.#whole = this.last;
  }

  /** A message is not there any more: taken back before it went out, or erased. */
  remove(id: string): void {
    this.#tell(id);
    this.messages = this.messages.filter((message) => message.id !== id);
  }

  /**
   * Sends a reply or saves a note; its bubble is there at once. Answers the saved message. Rejects with ApiError when the writer must decide
   * (something newer, cannot send): the bubble is gone again then. Other failures stay with their bubble.
   */
  async send(draft: Sending, force = false): Promise<MessageView | undefined> {
    const outgoing: Outgoing = {
      ...draft,
      clientId: freshId(),
      at: new Date().toISOString(),
      lastSeen: this.last,
      state: 'sending',
    };
    this.outgoing = [...this.outgoing, outgoing];
    return await this.#post(outgoing, force);
  }

  /** Tries a failed one again under the same id, so that it cannot stand there twice. */
  async again(clientId: string): Promise<void> {
    const failed = this.outgoing.find((one) => one.clientId === clientId);
    if (!failed) return;
    this.#replace({ ...failed, state: 'sending' });
    await this.#post(failed, true);
  }

  /** Sends what could not be sent for want of a connection; what has crossed it meanwhile is for the writer to see. */
  async sendKept(): Promise<void> {
    for (const kept of this.outgoing.filter((one) => one.reason?.code === 'offline')) {
      const { reason: _, ...outgoing } = kept;
      this.#replace({ ...outgoing, state: 'sending' });
      try {
        await this.#post(outgoing, false);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        this.outgoing = [...this.outgoing, { ...outgoing, state: 'failed', reason: error }];
      }
    }
  }

  discard(clientId: string): Outgoing | undefined {
    const gone = this.outgoing.find((one) => one.clientId === clientId);
    this.outgoing = this.outgoing.filter((one) => one.clientId !== clientId);
    return gone;
  }

  async resend(message: MessageView): Promise<void> {
    const path = `/tickets/${this.number}/messages/${message.id}/resend`;
    await this.#asked(this.#api.post<MessageView>(path), (message) => [message]);
  }

  /** Asks for the files that the channel did not give; false where any is missing still. */
  async fetchFiles({ id }: MessageView): Promise<boolean> {
    const path = `/tickets/${this.number}/messages/${id}/files`;
    const { missing } = await this.#asked(this.#api.post<MessageView>(path), (message) => [message]);
    return !missing;
  }

  async #post(outgoing: Outgoing, force: boolean): Promise<MessageView | undefined> {
    const { mode, clientId } = outgoing;
    const path = `/tickets/${this.number}/${mode === 'note' ? 'notes' : 'replies'}`;
    try {
      return await this.#asked(this.#api.post<MessageView>(path, bodyOf(outgoing, force)), (saved) => [saved]);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (!WRITER_DECIDES.has(error.code)) {
        this.#replace({ ...outgoing, state: 'failed', reason: error });
        return undefined;
      }
      this.discard(clientId);
      throw error;
    }
  }

  async #load(): Promise<void> {
    try {
      if (this.state === 'ready') await this.newer();
      else {
        const page = await this.#page({ before: END, limit: PAGE });
        this.hasOlder = page.items.length === PAGE;
        this.#whole = page.items.at(-1)?.n ?? 0;
      }
      this.#stale = false;
      this.state = 'ready';
      this.error = undefined;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.error = error;
      if (this.state !== 'ready') this.state = 'error';
    }
  }

  #page(query: Record<string, number>): Promise<Page<MessageView>> {
    return this.#asked(
      this.#api.get<Page<MessageView>>(`/tickets/${this.number}/messages`, query),
      ({ items }) => items,
    );
  }

  /** Takes in the messages of an answer, but for those that the line has told of since it was asked for. */
  async #asked<T>(answer: Promise<T>, messagesOf: (answered: T) => MessageView[]): Promise<T> {
    const since = this.#tellings;
    const answered = await answer;
    this.#merge(messagesOf(answered).filter(({ id }) => (this.#told.get(id) ?? 0) <= since));
    return answered;
  }

  #tell(id: string): void {
    this.#told.set(id, ++this.#tellings);
  }

  #merge(incoming: MessageView[]): void {
    const byId = new Map(this.messages.map((message) => [message.id, message]));
    for (const message of incoming) byId.set(message.id, message);
    this.messages = [...byId.values()].sort((a, b) => a.n - b.n);
    const arrived = new Set(incoming.map((message) => message.clientId));
    if (this.outgoing.some((one) => arrived.has(one.clientId)))
      this.outgoing = this.outgoing.filter((one) => !arrived.has(one.clientId));
  }

  #replace(changed: Outgoing): void {
    this.outgoing = this.outgoing.map((one) => (one.clientId === changed.clientId ? changed : one));
  }

  #entryOf(one: Outgoing): Entry {
    const me = this.#me();
    const message: MessageView = {
      id: one.clientId,
      ticket: this.number,
      n: END,
      direction: one.mode === 'note' ? 'note' : 'out',
      author: { kind: 'agent', id: me.id, name: me.name },
      at: one.at,
      text: one.text,
      hasHtml: false,
      hasSource: false,
      attachments: one.attachments,
      clientId: one.clientId,
      automatic: false,
      otherSender: false,
    };
    return { message, local: { state: one.state, ...(one.reason ? { reason: one.reason.code } : {}) } };
  }
}

/** What the server is sent. */
function bodyOf({ mode, clientId, text, html, attachments, draft, ...more }: Outgoing, force: boolean): object {
  const common = { clientId, text, attachments: attachments.map((file) => file.id), ...(draft ? { draft } : {}) };
  if (mode === 'note') return { ...common, ...(more.mentions?.length ? { mentions: more.mentions } : {}) };
  const { lastSeen, status, sendAt, hold, channel, to, cc, bcc, identity } = more;
  const given = { html, status, sendAt, hold, channel, to, cc, bcc, identity, ...(force ? {} : { lastSeen }) };
  return { ...common, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
}
