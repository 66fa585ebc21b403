export type Line = 'connecting' | 'online' | 'offline';
interface SequencedFrame {
  t: string;
  seq?: number;
}

export interface SocketOptions<Frame> {
  connect: () => WebSocket;
  /** A frame that was not seen before, in order. */
  onFrame: (frame: Frame) => void;
  /** What was missed is too old: read everything again over HTTP. */
  onResync: () => void;
  onLine: (line: Line) => void;
  /** A connection broke or could not be made; the session may be gone. */
  onLost?: () => void;
  /** For tests: the waiting time before attempt n in milliseconds. */
  delay?: (attempt: number) => number;
}

const PING_EVERY = 20_000;
/** Longer without any frame means that the line is dead, whatever the browser says (a laptop that slept). */
const SILENCE = 50_000;

/**
 * A socket that comes back: says hello with the last sequence number it has seen, drops what it has seen already,
 * reconnects with growing, jittered pauses, and at once when the network or the page comes back.
 */
export class ResumableSocket<Frame extends SequencedFrame, Out extends { t: string }> {
  #options: SocketOptions<Frame>;
  #socket: WebSocket | undefined;
  #seq: number | undefined;
  #attempt = 0;
  #heardAt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #ping: ReturnType<typeof setInterval> | undefined;
  #stopped = true;

  constructor(options: SocketOptions<Frame>) {
    this.#options = options;
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#ping = setInterval(() => this.#check(), PING_EVERY);
    globalThis.addEventListener?.('online', this.wake);
    globalThis.document?.addEventListener('visibilitychange', this.wake);
    this.#open();
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#ping);
    clearTimeout(this.#retry);
    globalThis.removeEventListener?.('online', this.wake);
    globalThis.document?.removeEventListener('visibilitychange', this.wake);
    this.#drop();
    this.#seq = undefined;
    this.#attempt = 0;
  }

  /** Sends when connected; says whether it did. */
  send(frame: Out): boolean {
    if (this.#socket?.readyState !== 1) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Tries again at once, or checks that the line is alive. */
  readonly wake = (): void => {
    if (this.#stopped || globalThis.document?.visibilityState === 'hidden') return;
    if (this.#socket) this.#check();
    else {
      clearTimeout(this.#retry);
      this.#open();
    }
  };

  #open(): void {
    const socket = this.#options.connect();
    this.#socket = socket;
    this.#heardAt = Date.now();
    socket.onopen = () => {
      const after = this.#seq;
      socket.send(JSON.stringify(after === undefined ? { t: 'hello' } : { t: 'hello', after }));
    };
    socket.onmessage = (event: MessageEvent<unknown>) => this.#receive(event.data);
    socket.onclose = () => this.#socket === socket && this.#lost();
  }

  #receive(data: unknown): void {
    this.#heardAt = Date.now();
    const frame = JSON.parse(String(data)) as Frame;
    if (frame.t === 'ready' || frame.t === 'resync') this.#ready(frame);
    else if (frame.t === 'pong' || frame.seq === undefined) this.#options.onFrame(frame);
    else if (this.#seq === undefined || frame.seq > this.#seq) {
      this.#seq = frame.seq;
      this.#options.onFrame(frame);
    }
  }

  #ready(frame: Frame): void {
    this.#attempt = 0;
    if (frame.t === 'resync') {
      this.#seq = frame.seq;
      this.#options.onResync();
    } else this.#seq = Math.max(this.#seq ?? 0, frame.seq ?? 0);
    this.#options.onLine('online');
  }

  #lost(): void {
    this.#socket = undefined;
    if (this.#stopped) return;
    this.#attempt += 1;
    this.#options.onLine(this.#attempt > 1 ? 'offline' : 'connecting');
    this.#options.onLost?.();
    this.#retry = setTimeout(() => this.#open(), (this.#options.delay ?? backoff)(this.#attempt));
  }

  #check(): void {
    if (Date.now() - this.#heardAt > SILENCE) {
      this.#drop();
      this.#lost();
    } else if (this.#socket?.readyState === 1) this.#socket.send('{"t":"ping"}');
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }
}

/** Half to one and a half times of 0.4, 0.8, 1.6 … 15 seconds, so that agents don't come back all at once. */
function backoff(attempt: number): number {
  return Math.min(15_000, 200 * 2 ** attempt) * (0.5 + Math.random());
}
