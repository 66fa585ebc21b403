import type { WebSocket } from 'ws';
import { allows } from '../access/policies.ts';
import type { AgentPresence } from '../agents/presence.ts';
import type { OpenSessions } from '../agents/session.ts';
import type { Context } from '../context.ts';
import type { EventMap } from '../events.ts';
import { ticketNumbers, type TicketNumbers } from './numbers.ts';
import { inboxSocket } from './policies.ts';
import { Presence, type Person } from './presence.ts';
import { missed } from './resume.ts';
import type { ClientFrame, ServerFrame } from './schema.ts';
import { CLOSE, InboxSocket, type AgentPrincipal } from './socket.ts';
import type { NewEvent } from './append.ts';
import { framesOf, viewsOf, type Frame, type Views } from './frames.ts';
import type { Feed } from './feed.ts';
import type { EventDoc } from './model.ts';

const PING_MS = 10_000;
/** A socket that has answered nothing for this long is cut off. */
const SILENT_MS = 25_000;
const EXPIRE_MS = 1_000;
/** Who connects says hello within this time. */
const GREETING_MS = 10_000;

export interface HubParts {
  sessions: OpenSessions;
  presence: AgentPresence;
}

/** The agents' sockets: everybody hears of everything in one order, and nothing twice. */
export class Hub {
  readonly people: Presence;
  readonly numbers: TicketNumbers;
  private readonly context: Context;
  private readonly parts: HubParts;
  private readonly sockets = new Set<InboxSocket>();
  private readonly timers: NodeJS.Timeout[];
  private feed: Feed | undefined;
  /** The last number that was sent to everybody. */
  private sent = 0;
  private sending: Promise<void> = Promise.resolve();
  private readonly ready = new WeakMap<EventDoc, Promise<Views>>();

  constructor(context: Context, parts: HubParts) {
    this.context = context;
    this.parts = parts;
    this.numbers = ticketNumbers(context);
    this.people = new Presence(context.clock, (frame) => this.toAll(frame));
    this.timers = [
      setInterval(() => this.people.expire(), EXPIRE_MS).unref(),
      setInterval(() => this.beat(), PING_MS).unref(),
    ];
  }

  /** Starts at the feed's present end; `broadcast` is what the feed hands on to. */
  follow(feed: Feed): void {
    this.feed = feed;
    feed.ready.then(
      () => (this.sent = Math.max(this.sent, feed.last())),
      () => undefined,
    );
  }

  /** Presents events once and sends them to every socket, one batch after the other. */
  broadcast(events: EventDoc[]): void {
    this.sending = this.sending.then(async () => {
      const last = events.at(-1)?.seq ?? this.sent;
      try {
        const ready = new Map(events.map((event) => [event.seq, this.ready.get(event)]));
        for (const frame of this.sockets.size === 0 ? [] : await framesOf(this.context, events, ready))
          for (const socket of this.sockets) deliver(socket, frame);
      } catch (err) {
        this.context.log.error({ err }, 'events could not be presented');
        for (const socket of this.sockets) socket.sendFrame({ t: 'resync', seq: last });
      }
      this.sent = last;
    });
  }

  /** Reads, while their numbers are taken, what events of this process are about; undefined where nobody listens. */
  prepare(events: NewEvent[]): Promise<Views> | undefined {
    if (this.sockets.size === 0) return undefined;
    const views = viewsOf(this.context, events);
    views.catch(() => undefined); // whoever sends them hears of it
    return views;
  }

  /** What was prepared for an event that has its number now. */
  keep(event: EventDoc, views: Promise<Views>): void {
    this.ready.set(event, views);
  }

  /** Takes an agent's socket, after the upgrade. */
  join(ws: WebSocket, principal: AgentPrincipal): void {
    const socket = new InboxSocket(ws, principal, performance.now());
    const alive = (): void => {
      socket.aliveAt = performance.now();
      this.parts.presence.alive(principal.id);
    };
    this.sockets.add(socket);
    this.parts.presence.opened(principal.id);
    ws.on('pong', alive);
    ws.on('message', (data, isBinary) => {
      const frame = socket.read(data, isBinary, performance.now());
      alive();
      this.people.renew(socket);
      if (frame) this.dispatch(socket, frame).catch((err: unknown) => this.failed(socket, err));
    });
    ws.on('close', () => {
      this.sockets.delete(socket);
      this.people.leave(socket);
      const silent = performance.now() - socket.aliveAt;
      this.parts.presence.closed(principal.id, new Date(this.context.clock.now().getTime() - silent));
    });
  }

  /** Reaction to `agent.revoked`: closes the sockets of an agent, or of one session. */
  closeRevoked({ agent, session }: EventMap['agent.revoked']): void {
    for (const socket of this.sockets)
      if (socket.principal.id === agent && (session === undefined || socket.principal.session === session))
        socket.close(CLOSE.revoked, 'revoked');
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
    for (const socket of this.sockets) socket.close(1001, 'going away');
  }

  private async dispatch(socket: InboxSocket, frame: ClientFrame): Promise<void> {
    if (!allows(socket.principal, inboxSocket.client[frame.t])) return socket.refuse('forbidden');
    if (frame.t === 'hello') return await this.greet(socket, frame.after);
    if (!socket.greeted) return socket.refuse('hello-first');
    const { id, name } = socket.principal;
    if (frame.t === 'ping') return socket.sendFrame({ t: 'pong', seq: this.sent });
    if (frame.t === 'watch') return await this.watch(socket, { id, name }, frame.ticket);
    const ticket = await this.numbers.idOf(frame.ticket);
    if (!ticket) return socket.refuse('not-found');
    this.people.typing(socket, { id, name }, frame.ticket, frame.on);
    await this.context.events.emit('ticket.typing', { ticket, by: { kind: 'agent', id }, on: frame.on });
  }

  private async watch(socket: InboxSocket, person: Person, number: number | null): Promise<void> {
    this.people.watch(socket, person, number);
    const ticket = number === null ? undefined : await this.numbers.idOf(number);
    if (ticket) await this.context.events.emit('ticket.seen', { ticket, at: this.context.clock.now() });
  }

  /** Brings a socket up to date, and lets it hear everything from there on; what comes meanwhile is held back. */
  private async greet(socket: InboxSocket, after: number | undefined): Promise<void> {
    if (socket.greeted) return socket.refuse('hello-twice');
    socket.greeted = true;
    // The session may have ended while the connection was being made.
    await this.checkSession(socket);
    if (!socket.open) return;
    await this.feed?.ready;
    await this.sending;
    const until = this.sent;
    const frames = after === undefined ? [] : await missed(this.context, after, until);
    for (const { t, text } of frames ?? []) {
      if (!socket.mayHear(t)) continue;
      socket.send(text);
      await socket.roomy();
    }
    socket.sendFrame({ t: frames ? 'ready' : 'resync', seq: until });
    for (const frame of this.people.frames()) socket.sendFrame(frame);
    const held = socket.held ?? [];
    socket.held = undefined;
    for (const { seq, text } of held) if (seq > until) socket.send(text);
  }

  private toAll(frame: ServerFrame): void {
    const text = JSON.stringify(frame);
    for (const socket of this.sockets) if (!socket.held && socket.mayHear(frame.t)) socket.send(text);
  }

  private beat(): void {
    const now = performance.now();
    for (const socket of this.sockets) {
      if (now - socket.aliveAt > SILENT_MS) socket.terminate();
      else if (!socket.greeted && now - socket.joinedAt > GREETING_MS) socket.close(CLOSE.policy, 'hello-first');
      else socket.ping();
      this.checkSession(socket).catch((err: unknown) => this.context.log.warn({ err }, 'a session was not checked'));
    }
  }

  /** Sessions also end by themselves, or in another process. An open inbox keeps its session in use. */
  private async checkSession(socket: InboxSocket): Promise<void> {
    const principal = await this.parts.sessions.goesOn(socket.principal.session);
    if (principal?.role !== socket.principal.role) socket.close(CLOSE.revoked, 'revoked');
  }

  private failed(socket: InboxSocket, err: unknown): void {
    this.context.log.error({ err }, 'a frame failed');
    socket.sendFrame({ t: 'error', code: 'internal-error' });
  }
}

function deliver(socket: InboxSocket, frame: Frame): void {
  if (!socket.greeted || !socket.mayHear(frame.t)) return;
  if (socket.held) socket.held.push(frame);
  else socket.send(frame.text);
}
