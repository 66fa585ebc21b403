import type { WebSocket } from 'ws';
import type { Proved } from './identity/prove.ts';
import type { DeskFrame } from './schema.ts';
import type { Arrival } from './thread.ts';
import { fullBucket, type Bucket } from './rate.ts';

/** What we keep for an open socket. Small: ten thousand idle ones must fit into one process. */
export interface Peer {
  readonly socket: WebSocket;
  /** The network address of the other side. */
  readonly from: string;
  greeted: boolean;
  /** The visitor once their session was checked. */
  visitor: string | null;
  /** What has proved that they are who they say. */
  proved: Proved | null;
  /** Looked up once. */
  ticket: Arrival | null;
  readonly bucket: Bucket;
  /** False from one heartbeat until the answer to it. */
  alive: boolean;
  /** The frame that is being worked on; null while idle. */
  turn: Promise<void> | null;
}

/** The open sockets of visitors: who is there, and pushing to all windows of one visitor. */
export interface Visitors {
  add(socket: WebSocket, from: string): Peer;
  peerOf(socket: WebSocket): Peer | undefined;
  /** Binds a socket to the visitor whose session it has shown. */
  bind(peer: Peer, visitor: string, proved?: Proved | null): void;
  remove(socket: WebSocket): void;
  /** Sends to every open socket of this visitor; says to how many. */
  push(visitor: string, frame: DeskFrame): number;
  /** One of their open sockets. */
  anyOf(visitor: string): Peer | undefined;
  /** Whether they have a window open. */
  isHere(visitor: string): boolean;
  /** Pings everybody; ends those who did not answer the last time. */
  beat(): void;
  /** Ends the sockets of a customer (hex id): their page begins anew when it comes back. */
  closeOf(customer: string): void;
  /** A ticket (hex id) goes on as another one: which, is asked again when it is needed. */
  forgetTicket(ticket: string): void;
  closeAll(): void;
  readonly size: number;
}

const GOING_AWAY = 1001;
/** What proved who they are has ended: nothing more is said to them. */
export const EXPIRED = 4401;

/** Whether what proved who somebody is does so no more. */
export const isOver = ({ proved }: Pick<Peer, 'proved'>, now: number): boolean =>
  proved !== null && proved.until <= now;

export function createVisitors(now: () => number): Visitors {
  const peers = new Map<WebSocket, Peer>();
  // One socket per visitor is the rule, so the set is made only for the second one.
  const byVisitor = new Map<string, Peer | Set<Peer>>();
  return {
    add(socket, from) {
      const peer: Peer = {
        socket,
        from,
        greeted: false,
        visitor: null,
        proved: null,
        ticket: null,
        bucket: fullBucket(now()),
        alive: true,
        turn: null,
      };
      peers.set(socket, peer);
      return peer;
    },
    peerOf: (socket) => peers.get(socket),
    bind(peer, visitor, proved = null) {
      peer.visitor = visitor;
      peer.proved = proved;
      const there = byVisitor.get(visitor);
      if (there instanceof Set) there.add(peer);
      else byVisitor.set(visitor, there ? new Set([there, peer]) : peer);
    },
    remove(socket) {
      const peer = peers.get(socket);
      peers.delete(socket);
      if (!peer?.visitor) return;
      const there = byVisitor.get(peer.visitor);
      if (there instanceof Set) there.delete(peer);
      if (there === peer || (there instanceof Set && there.size === 0)) byVisitor.delete(peer.visitor);
    },
    push(visitor, frame) {
      const there = byVisitor.get(visitor);
      if (!there) return 0;
      return pushTo(there instanceof Set ? there : [there], JSON.stringify(frame), now());
    },
    anyOf: (visitor) => firstOf(byVisitor.get(visitor)),
    isHere: (visitor) => byVisitor.has(visitor),
    beat: () => beat(peers.values()),
    closeOf(customer) {
      for (const { socket, ticket } of peers.values()) if (ticket?.customer === customer) socket.close(GOING_AWAY);
    },
    forgetTicket(ticket) {
      for (const peer of peers.values()) if (peer.ticket?.ticket === ticket) peer.ticket = null;
    },
    closeAll() {
      for (const { socket } of peers.values()) socket.close(GOING_AWAY);
    },
    get size() {
      return peers.size;
    },
  };
}

const firstOf = (there: Peer | Set<Peer> | undefined): Peer | undefined =>
  there instanceof Set ? [...there][0] : there;

function pushTo(peers: Iterable<Peer>, text: string, now: number): number {
  let sent = 0;
  for (const peer of peers) {
    if (isOver(peer, now)) peer.socket.close(EXPIRED);
    else if (peer.socket.readyState === peer.socket.OPEN) {
      peer.socket.send(text);
      sent += 1;
    }
  }
  return sent;
}

function beat(peers: Iterable<Peer>): void {
  for (const peer of peers) {
    if (!peer.alive) {
      peer.socket.terminate();
      continue;
    }
    peer.alive = false;
    if (peer.socket.readyState === peer.socket.OPEN) peer.socket.ping();
  }
}
