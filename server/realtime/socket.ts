import { Compile } from 'typebox/compile';
import type { RawData, WebSocket } from 'ws';
import { allows, type Principal } from '../access/policies.ts';
import { inboxSocket } from './policies.ts';
import { ClientFrame, type ServerFrame } from './schema.ts';

/** Bytes that may wait in a socket's buffer; who reads slower than that is closed, and resumes when it comes back. */
const BUFFERED = 1_000_000;
/** Above this a long answer waits until it has gone out. */
const WAIT_ABOVE = 128_000;
/** Frames a second in the long run, and at once. */
const RATE = 10;
const BURST = 40;
const WRONG_FRAMES = 5;

/** Codes of RFC 6455 (1008 policy, 1013 later) and our own: the session has ended. */
export const CLOSE = { revoked: 4401, policy: 1008, later: 1013 } as const;

export type AgentPrincipal = Extract<Principal, { kind: 'agent' }>;

/** One agent's socket. */
export class InboxSocket {
  readonly principal: AgentPrincipal;
  /** Milliseconds of `performance.now()`, which no change of the clock touches. */
  readonly joinedAt: number;
  /** Likewise: the last sign of life. */
  aliveAt: number;
  /** What comes while it is being brought up to date, then undefined. */
  held: { seq: number; text: string }[] | undefined = [];
  greeted = false;
  private readonly ws: WebSocket;
  private tokens = BURST;
  private refilledAt: number;
  private wrong = 0;

  constructor(ws: WebSocket, principal: AgentPrincipal, now: number) {
    this.ws = ws;
    this.principal = principal;
    this.joinedAt = now;
    this.aliveAt = now;
    this.refilledAt = now;
  }

  get open(): boolean {
    return this.ws.readyState === this.ws.OPEN;
  }

  /** A frame from the client: undefined, and an answer sent, when it is not one of ours or there are too many. */
  read(data: RawData, isBinary: boolean, now: number): ClientFrame | undefined {
    this.aliveAt = now;
    this.tokens = Math.min(BURST, this.tokens + (Math.max(0, now - this.refilledAt) / 1000) * RATE);
    this.refilledAt = now;
    if (this.tokens < 1) {
      this.sendFrame({ t: 'error', code: 'rate-limited' });
      this.close(CLOSE.policy, 'rate-limited');
      return undefined;
    }
    this.tokens -= 1;
    const frame = isBinary ? undefined : parse(data);
    if (!frame) this.refuse('bad-frame');
    return frame;
  }

  /** Says that a frame was wrong, always in the same shape; after five the socket is closed. */
  refuse(code: string): void {
    this.sendFrame({ t: 'error', code });
    this.wrong += 1;
    if (this.wrong >= WRONG_FRAMES) this.close(CLOSE.policy, 'bad-frame');
  }

  sendFrame(frame: ServerFrame): void {
    if (!this.mayHear(frame.t)) return;
    this.send(JSON.stringify(frame));
  }

  /** Whether its agent may be sent frames of this name. */
  mayHear(frame: ServerFrame['t']): boolean {
    return allows(this.principal, inboxSocket.server[frame]);
  }

  /** Sends a serialised frame, or closes a socket that does not keep up: it resumes without a gap. */
  send(text: string): void {
    if (!this.open) return;
    if (this.ws.bufferedAmount > BUFFERED) this.close(CLOSE.later, 'resync');
    else this.ws.send(text);
  }

  /** Resolves when what was sent has gone out far enough to send more. */
  async roomy(): Promise<void> {
    while (this.open && this.ws.bufferedAmount > WAIT_ABOVE) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  ping(): void {
    if (this.open) this.ws.ping();
  }

  /** A peer that does not answer the close is cut off 2 s later. */
  close(code: number, reason: string): void {
    this.ws.close(code, reason);
    setTimeout(() => this.ws.terminate(), 2_000).unref();
  }

  terminate(): void {
    this.ws.terminate();
  }
}

const isClientFrame = Compile(ClientFrame);

function parse(data: RawData): ClientFrame | undefined {
  try {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer);
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return isClientFrame.Check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
