import { WebSocket } from 'ws';
import type { DeskFrame, VisitorMessage } from '../../../../server/channels/webchat/schema.ts';

type Frame<T extends DeskFrame['t']> = Extract<DeskFrame, { t: T }>;

/** A visitor's bare socket: sends what it is told to and keeps what it hears. */
export class Visitor {
  readonly heard: DeskFrame[] = [];
  readonly socket: WebSocket;
  closed = 0;
  private readonly waiting = new Set<() => void>();

  private constructor(url: string) {
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/ws/widget`);
    this.socket.on('message', (data) => {
      this.heard.push(JSON.parse(String(data)) as DeskFrame);
      for (const look of this.waiting) look();
    });
    this.socket.on('close', (code) => {
      this.closed = code;
      for (const look of this.waiting) look();
    });
  }

  static async open(url: string): Promise<Visitor> {
    const visitor = new Visitor(url);
    await new Promise((resolve, reject) => visitor.socket.once('open', resolve).once('error', reject));
    return visitor;
  }

  /** A socket that has greeted, with a new session or the given one. */
  static async greeted(url: string, session?: string, after?: number): Promise<Visitor & { token: string }> {
    const visitor = await Visitor.open(url);
    visitor.send({ t: 'hello', ...(session ? { session } : {}), ...(after === undefined ? {} : { after }) });
    await visitor.hear('ready');
    if (session) await visitor.hear('thread');
    else visitor.send({ t: 'start' });
    const token = session ?? (await visitor.hear('session')).token;
    return Object.assign(visitor, { token });
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame));
  }

  /** Says something and waits for the acknowledgement. */
  async say(clientId: string, text: string, more: object = {}): Promise<void> {
    this.send({ t: 'message', clientId, text, locale: 'en', ...more });
    await this.until(() => this.all('ack').some((ack) => ack.clientId === clientId));
  }

  all<T extends DeskFrame['t']>(t: T): Frame<T>[] {
    return this.heard.filter((frame): frame is Frame<T> => frame.t === t);
  }

  async hear<T extends DeskFrame['t']>(t: T): Promise<Frame<T>> {
    await this.until(() => this.all(t).length > 0);
    return this.all(t)[0] as Frame<T>;
  }

  /** All messages that have come, by their id. */
  messages(): VisitorMessage[] {
    const items = [...this.all('thread').flatMap((f) => f.items), ...this.all('message').map((f) => f.message)];
    return [...new Map(items.map((m) => [m.id, m])).values()].sort((a, b) => a.n - b.n);
  }

  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(look);
        reject(new Error(`not heard: ${holds.toString()} in ${JSON.stringify(this.heard)}`));
      }, 8000);
      const look = (): void => {
        if (!holds()) return;
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve();
      };
      this.waiting.add(look);
      look();
    });
  }

  close(): void {
    this.socket.terminate();
  }
}
