import type { DeskFrame, Said, VisitorMessage } from '../../../server/channels/webchat/schema.ts';
import { entriesOf, type Draft } from './entries.ts';
import type { Waiting } from './keep.ts';
import { Link, type Identity, type LinkState } from './link.ts';
import { upload } from './upload.ts';

export interface ChatOptions {
  /** The desk's address, ending in a slash. */
  base: string;
  /** Who is signed in on the page. */
  identity?: Identity;
  about: () => Pick<Said, 'locale' | 'page' | 'name' | 'email'>;
  /** A message of the desk has come while the page was open. */
  arrived: (message: VisitorMessage) => void;
  /** The desk wants proof of who this is. */
  barred: () => void;
}

const TYPING_MS = 7000;
const TYPING_AGAIN_MS = 3000;

type Matter = Omit<Extract<DeskFrame, { t: 'state' }>, 't'>;

interface Package {
  said: Omit<Waiting, 'at'>;
  files: File[];
}

/** The chat as the page shows it. The link keeps the promises; here is what people see of it. */
export class Chat {
  messages = $state.raw<VisitorMessage[]>([]);
  link = $state.raw<LinkState>('off');
  /** There are messages before the first one shown. */
  earlier = $state.raw(false);
  /** Name of who types, empty for nobody; null when nobody does. */
  typing = $state.raw<string | null>(null);
  readAt = $state.raw('');
  seen = $state.raw(0);
  begun = $state.raw(false);
  /** How the matter stands. */
  matter = $state.raw<Matter>({ over: false, waits: false, rated: null, address: null, mail: false });
  /** What became of the wish to have the chat by mail. */
  transcript = $state.raw<'' | Extract<DeskFrame, { t: 'transcript' }>['state']>('');
  /** Hears the desk's answers to `ask`. */
  answered: ((frame: DeskFrame) => void) | undefined;
  private waiting = $state.raw<Waiting[]>([]);
  private others = $state.raw<Draft[]>([]);

  readonly drafts = $derived<Draft[]>([
    ...this.others,
    ...this.waiting.map((m) => ({
      clientId: m.clientId,
      text: m.text,
      at: m.at,
      state: this.link === 'lost' || this.link === 'barred' ? ('waiting' as const) : ('sending' as const),
      files: [],
    })),
  ]);
  readonly entries = $derived(entriesOf(this.messages, this.drafts));
  readonly unread = $derived(this.messages.filter((m) => m.from !== 'visitor' && !m.line && m.n > this.seen).length);

  private readonly options: ChatOptions;
  private readonly wire: Link;
  private readonly packages = new Map<string, Package>();
  private quiet: ReturnType<typeof setTimeout> | undefined;
  private typedAt = 0;

  constructor(options: ChatOptions) {
    this.options = options;
    this.wire = new Link({
      url: `${options.base.replace(/^http/, 'ws')}ws/widget`,
      keeper: localStorageOrMemory(),
      ...(options.identity ? { identity: options.identity } : {}),
      about: options.about,
      last: () => this.messages.at(-1)?.n ?? 0,
      show: (frame) => this.show(frame),
      stored: ({ clientId, text, at }) => this.put({ clientId, text, at, files: [], state: 'stored' }),
      changed: () => this.read(),
      refused: (message) => this.fail({ ...message, files: [] }),
    });
    this.seen = this.wire.kept.seen;
    this.read();
    addEventListener('online', this.hurry);
    // Who is signed in may have written elsewhere.
    if (this.begun || options.identity) this.wire.connect();
  }

  connect(): void {
    this.wire.connect();
  }

  renew(identity: Identity): void {
    this.wire.renew(identity);
  }

  /** Somebody else is signed in now: nothing more comes for this one. */
  end(): void {
    removeEventListener('online', this.hurry);
    this.wire.close();
  }

  private readonly hurry = (): void => {
    if (this.wire.state === 'lost') this.wire.connect();
  };

  /** Sends text and files; files go over HTTP, with the same promise of once. */
  say(text: string, files: File[] = [], choice?: Said['choice']): void {
    const said = { clientId: crypto.randomUUID(), text: text.trim(), ...(choice ? { choice } : {}) };
    this.typedAt = 0;
    // It goes on.
    this.matter = { ...this.matter, over: false };
    if (files.length === 0) return this.wire.send({ ...said, at: Date.now() });
    this.packages.set(said.clientId, { said, files });
    void this.post(said.clientId);
  }

  /** Whether the desk can know who this is. */
  get known(): boolean {
    return this.wire.known;
  }

  /** Asks for what `answered` is told; a session is begun where there is none. False when the desk cannot be asked. */
  async ask(frame: Parameters<Link['tell']>[0]): Promise<boolean> {
    await this.wire.credential();
    return this.wire.tell(frame);
  }

  /** Once more for a message that was not sent. */
  again(clientId: string): void {
    const draft = this.others.find((d) => d.clientId === clientId);
    if (this.packages.has(clientId)) void this.post(clientId);
    else if (draft) {
      this.drop(clientId);
      this.wire.send({ clientId, text: draft.text, at: draft.at });
    }
  }

  /** The visitor types: told at most every three seconds. */
  typed(): void {
    if (Date.now() - this.typedAt < TYPING_AGAIN_MS) return;
    this.typedAt = Date.now();
    this.wire.tell({ t: 'typing', on: true });
  }

  /** Everything that is there has been seen. */
  look(): void {
    const last = this.messages.at(-1)?.n ?? 0;
    if (last <= this.seen) return;
    this.seen = this.wire.kept.seen = last;
    this.wire.keep();
    this.wire.tell({ t: 'read', n: last });
  }

  /** Where answers go while the visitor is away. False when the desk cannot be told now, here and in the next two. */
  leaveAddress(email: string | undefined): boolean {
    return email !== undefined && this.wire.tell({ t: 'address', email });
  }

  rate(score: number, comment?: string): boolean {
    return this.wire.tell({ t: 'rate', score, ...(comment ? { comment } : {}) });
  }

  wantTranscript(locale: Said['locale'], email?: string): boolean {
    this.transcript = '';
    return this.wire.tell({ t: 'transcript', locale, ...(email ? { email } : {}) });
  }

  private read(): void {
    const before = this.link;
    this.link = this.wire?.state ?? 'off';
    if (this.link === 'barred' && before !== 'barred') this.options.barred();
    this.waiting = [...(this.wire?.kept.waiting ?? [])];
    this.begun = Boolean(this.wire?.kept.session) || this.waiting.length > 0 || this.messages.length > 0;
  }

  private show(frame: DeskFrame): void {
    if (frame.t === 'thread') {
      this.earlier ||= frame.more;
      this.upsert(frame.items);
    } else if (frame.t === 'message') {
      const fresh = frame.message.from !== 'visitor' && !this.messages.some((m) => m.id === frame.message.id);
      this.upsert([frame.message]);
      if (frame.message.from !== 'visitor') this.type(null);
      if (fresh) this.options.arrived(frame.message);
    } else if (frame.t === 'typing') this.type(frame.on ? frame.name : null);
    else if (frame.t === 'read') this.readAt = frame.at;
    else if (frame.t === 'transcript') this.transcript = frame.state;
    else if (frame.t === 'state') this.matter = { ...frame };
    else this.answered?.(frame);
  }

  private upsert(items: VisitorMessage[]): void {
    const byId = new Map(this.messages.map((m) => [m.id, m]));
    for (const item of items) byId.set(item.id, item);
    this.messages = [...byId.values()].sort((a, b) => a.n - b.n);
    // Who answers has read what stood before.
    const answer = this.messages.findLast((m) => m.from === 'agent');
    if (answer && answer.at > this.readAt) this.readAt = answer.at;
    this.read();
    for (const { clientId } of items) if (clientId) this.drop(clientId);
  }

  private type(name: string | null): void {
    clearTimeout(this.quiet);
    this.typing = name;
    if (name !== null) this.quiet = setTimeout(() => (this.typing = null), TYPING_MS);
  }

  private async post(clientId: string): Promise<void> {
    const parcel = this.packages.get(clientId);
    if (!parcel) return;
    const draft: Draft = {
      clientId,
      text: parcel.said.text,
      at: Date.now(),
      state: 'sending',
      files: parcel.files.map(({ name, size }) => ({ name, size })),
    };
    this.put(draft);
    try {
      const who = await this.wire.credential();
      const message = { ...parcel.said, ...this.options.about() };
      const url = `${this.options.base}channels/webchat/messages`;
      await upload(url, who, message, parcel.files);
      this.packages.delete(clientId);
    } catch {
      this.fail(draft);
    }
  }

  private fail(message: Pick<Draft, 'clientId' | 'text' | 'at' | 'files'>): void {
    const { clientId, text, at, files } = message;
    this.put({ clientId, text, at, files, state: 'failed' });
  }

  private put(draft: Draft): void {
    this.others = [...this.others.filter((d) => d.clientId !== draft.clientId), draft];
  }

  private drop(clientId: string): void {
    this.packages.delete(clientId);
    this.others = this.others.filter((d) => d.clientId !== clientId);
  }
}

function localStorageOrMemory(): Pick<Storage, 'getItem' | 'setItem'> {
  try {
    return localStorage;
  } catch {
    const memory = new Map<string, string>();
    return { getItem: (name) => memory.get(name) ?? null, setItem: (name, value) => void memory.set(name, value) };
  }
}
