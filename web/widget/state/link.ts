import type { DeskFrame, Proof, Said, VisitorFrame } from '../../../server/channels/webchat/schema.ts';
import { keptAs, readKept, writeKept, type Keeper, type Kept, type Waiting } from './keep.ts';

export interface LinkOptions {
  /** Of /ws/widget. */
  url: string;
  keeper: Keeper;
  /** Who is signed in on the page, as the shop has signed it. */
  identity?: Identity;
  /** What goes with every message besides its text: language, page, who the site says it is. */
  about: () => Pick<Said, 'locale' | 'page' | 'name' | 'email' | 'consents'>;
  /** The last `n` that the page has; asked again from a little before it. */
  last: () => number;
  /** Every frame that shows something: thread, message, typing, read. */
  show: (frame: DeskFrame) => void;
  /** The desk has a message, which waits no more; it comes back with its place in the thread. */
  stored: (message: Waiting) => void;
  /** The connection or the waiting messages changed. */
  changed: () => void;
  /** A message that can't be sent as it is. */
  refused: (message: Waiting) => void;
}

/** `barred`: the desk wants proof of who this is, and has none, or none that holds any more. */
export type LinkState = 'off' | 'connecting' | 'open' | 'lost' | 'barred';

/** A signed-in customer: the shop's id of them, and what proves it to the desk. */
export interface Identity {
  id: string;
  proof: Proof;
}

/** What a call over HTTP says who it is with. */
export type Credential = { session: string } | { identity: Proof };

type Told = 'typing' | 'read' | 'address' | 'rate' | 'transcript' | 'email' | 'code' | 'requests';

const FIRST_RETRY_MS = 400;
const LAST_RETRY_MS = 15_000;
const ACK_MS = 10_000;
const PING_MS = 25_000;
/** The desk's code for: what proved who this is does so no more. */
const EXPIRED = 4401;
/** Places in the thread are given before messages are committed: two may become visible in the other order. */
const OVERLAP = 20;

/**
 * The connection to the desk. Messages wait in order until they are acknowledged, one at a time, and go again with the
 * same client id after every break: nothing is lost, and the desk folds what came twice.
 */
export class Link {
  state: LinkState = 'off';
  readonly kept: Kept;
  private readonly options: LinkOptions;
  private readonly name: string;
  private identity: Identity | undefined;
  private socket: WebSocket | undefined;
  private ready = false;
  private asked = false;
  /** A session that the desk has refused; it may still stand in the storage. */
  private unknown: string | undefined;
  private inFlight: string | undefined;
  private tries = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private pings: ReturnType<typeof setInterval> | undefined;
  private wishes: ((session: string) => void)[] = [];

  constructor(options: LinkOptions) {
    this.options = options;
    this.identity = options.identity;
    this.name = keptAs(options.identity?.id);
    this.kept = readKept(options.keeper, this.name);
  }

  /** A fresh proof of the same customer, from the next connection on; begins it where the old one has ended. */
  renew(identity: Identity): void {
    this.identity = identity;
    if (this.state === 'barred') this.connect();
  }

  /** Connects unless it is connected; also hurries a retry that is waiting. */
  connect(): void {
    if (this.socket) return;
    clearTimeout(this.retry);
    this.turn(this.tries > 0 ? 'lost' : 'connecting');
    const socket = new WebSocket(this.options.url);
    this.socket = socket;
    socket.onopen = () =>
      this.say({
        t: 'hello',
        ...(this.identity ? { identity: this.identity.proof } : {}),
        ...(this.kept.session ? { session: this.kept.session } : {}),
        after: Math.max(0, this.options.last() - OVERLAP),
      });
    socket.onmessage = (event) => this.hear(JSON.parse(String(event.data)) as DeskFrame);
    socket.onclose = ({ code }) => this.lose(socket, code);
    this.expect();
  }

  /** Sends a message, now or as soon as possible. */
  send(message: Waiting): void {
    this.kept.waiting.push(message);
    this.keep();
    this.flush();
  }

  /** For a message that goes over HTTP; begins a session where there is neither. */
  credential(): Promise<Credential> {
    return new Promise((resolve) => {
      if (this.identity) return resolve({ identity: this.identity.proof });
      if (this.kept.session) return resolve({ session: this.kept.session });
      this.wishes.push((session) => resolve({ session }));
      this.flush();
    });
  }

  /** Whether the desk knows who this is: who has written before, or is signed in. */
  get known(): boolean {
    return Boolean(this.identity ?? this.kept.session);
  }

  /** What is no message: only told when somebody can hear it, never kept. False when nobody can. */
  tell(frame: Extract<VisitorFrame, { t: Told }>): boolean {
    if (this.ready && this.known) this.say(frame);
    return this.ready && this.known;
  }

  keep(): void {
    writeKept(this.options.keeper, this.name, this.kept);
  }

  /** Ends the connection for good. */
  close(): void {
    const socket = this.socket;
    this.socket = undefined;
    this.rest();
    socket?.close();
    this.turn('off');
  }

  private hear(frame: DeskFrame): void {
    clearTimeout(this.patience);
    if (frame.t === 'ready') this.welcome(frame);
    else if (frame.t === 'session') this.begin(frame.token);
    else if (frame.t === 'ack') this.done(frame.clientId);
    else if (frame.t === 'error') this.complain(frame.code, frame.ref);
    else if (frame.t !== 'pong') this.options.show(frame);
    if (this.inFlight) this.expect();
  }

  private welcome({ session, proved }: Extract<DeskFrame, { t: 'ready' }>): void {
    this.ready = true;
    this.tries = 0;
    // A desk that asks nobody for proof goes by the session.
    if (!proved) this.identity = undefined;
    if (!session || proved) {
      this.unknown = this.kept.session;
      this.kept.session = undefined;
    }
    this.pings = setInterval(() => {
      this.say({ t: 'ping' });
      this.expect();
    }, PING_MS);
    this.turn('open');
    this.flush();
  }

  private begin(token: string): void {
    this.kept.session = token;
    this.keep();
    for (const wish of this.wishes.splice(0)) wish(token);
    this.flush();
  }

  private done(clientId: string): void {
    this.inFlight = undefined;
    const stored = this.kept.waiting.find((m) => m.clientId === clientId);
    if (stored) this.options.stored(stored);
    this.kept.waiting = this.kept.waiting.filter((m) => m !== stored);
    this.keep();
    this.options.changed();
    this.flush();
  }

  private complain(code: Extract<DeskFrame, { t: 'error' }>['code'], ref: string | null): void {
    if (code === 'bad-identity' || code === 'identity-needed') return this.bar();
    if (ref === null || ref !== this.inFlight) return;
    const [message] = this.kept.waiting;
    this.inFlight = undefined;
    if (message && (code === 'bad-frame' || code === 'too-large')) {
      this.kept.waiting.shift();
      this.keep();
      this.options.refused(message);
      return this.flush();
    }
    this.retry = setTimeout(() => this.flush(), 2000);
  }

  /** The next message, or first a session. Another window may have begun one meanwhile. */
  private flush(): void {
    this.options.changed();
    const [message] = this.kept.waiting;
    if (!message && this.wishes.length === 0) return;
    if (!this.ready) return this.state === 'barred' ? undefined : this.connect();
    if (!this.known) return this.ask();
    if (!message || this.inFlight) return;
    this.inFlight = message.clientId;
    const { clientId, text, choice } = message;
    this.say({ t: 'message', clientId, text, ...(choice ? { choice } : {}), ...this.options.about() });
    this.expect();
  }

  private ask(): void {
    if (this.asked) return;
    const { session } = readKept(this.options.keeper, this.name);
    if (session && session !== this.unknown) {
      this.kept.session = session;
      return this.socket?.close();
    }
    this.asked = true;
    this.say({ t: 'start' });
    this.expect();
  }

  private say(frame: VisitorFrame): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  /** A desk that says nothing for so long is not there: a dead connection does not tell. */
  private expect(): void {
    clearTimeout(this.patience);
    const socket = this.socket;
    this.patience = setTimeout(() => {
      socket?.close();
      if (socket) this.lose(socket);
    }, ACK_MS);
  }

  /** What waits is kept until the page says anew who this is. */
  private bar(): void {
    this.close();
    this.turn('barred');
  }

  private lose(socket: WebSocket, code?: number): void {
    if (socket !== this.socket) return;
    if (code === EXPIRED) return this.bar();
    this.socket = undefined;
    this.rest();
    this.turn('lost');
    const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.tries++);
    this.retry = setTimeout(() => this.connect(), wait * (0.75 + Math.random() / 2));
  }

  private rest(): void {
    clearTimeout(this.retry);
    clearTimeout(this.patience);
    clearInterval(this.pings);
    this.ready = this.asked = false;
    this.inFlight = undefined;
  }

  private turn(state: LinkState): void {
    this.state = state;
    this.options.changed();
  }
}
