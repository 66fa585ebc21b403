import { Compile } from 'typebox/compile';
import type { RawData, WebSocket } from 'ws';
import { allows, type Principal } from '../../access/policies.ts';
import type { Context } from '../../context.ts';
import { whoAsks, type Caller } from './identity/who.ts';
import { identityRules } from './identity/rules.ts';
import { seenUpTo } from '../../tickets/seen.ts';
import { widgetSocket } from './policies.ts';
import { createProve, type Prove } from './prove.ts';
import { leaveAddress, rate, stateOf, unbegun } from './matter.ts';
import { take } from './rate.ts';
import { requestsOf } from './requests.ts';
import { MAX_FRAME_BYTES, VisitorFrame, type DeskError, type DeskFrame, type Said } from './schema.ts';
import { newSession } from './session.ts';
import { ticketOf, visitorThread } from './thread.ts';
import { createTranscripts, type MailTranscript } from './transcript.ts';
import { EXPIRED, isOver, type Peer, type Visitors } from './visitors.ts';

/** Takes a visitor's message: resolves when it is in the ledger. */
export type TakeMessage = (from: Caller, said: Said) => Promise<void>;

/** Serves a freshly opened socket of /ws/widget; `from`: the network address of the other side. */
export type Accept = (socket: WebSocket, from: string) => void;

const TOO_BIG = 1009;
const POLICY = 1008;
const frameCheck = Compile(VisitorFrame);

/**
 * The visitors' side of the socket: closed list of frames, size and rate caps, the session checked before anything
 * else. One set of handlers for all sockets; they find their peer by the socket.
 */
export function createAccept(context: Context, visitors: Visitors, takeMessage: TakeMessage): Accept {
  const acts: Acts = { takeMessage, prove: createProve(context), mailTranscript: createTranscripts(context) };
  const onMessage = function (this: WebSocket, data: RawData, binary: boolean): void {
    const peer = visitors.peerOf(this);
    if (peer) receiveFrame(context, visitors, acts, peer, data, binary);
  };
  const onPong = function (this: WebSocket): void {
    const peer = visitors.peerOf(this);
    if (peer) peer.alive = true;
  };
  const onClose = function (this: WebSocket): void {
    visitors.remove(this);
  };
  return (socket, from) => {
    visitors.add(socket, from);
    socket.on('message', onMessage).on('pong', onPong).on('close', onClose);
  };
}

/** What a visitor's frames lead to besides the socket. */
interface Acts {
  takeMessage: TakeMessage;
  prove: Prove;
  mailTranscript: MailTranscript;
}

function receiveFrame(
  context: Context,
  visitors: Visitors,
  acts: Acts,
  peer: Peer,
  data: RawData,
  binary: boolean,
): void {
  peer.alive = true;
  const bytes = data as Buffer;
  if (bytes.length > MAX_FRAME_BYTES) {
    refuse(peer, 'too-large');
    return peer.socket.close(TOO_BIG);
  }
  const frame = binary ? undefined : parse(bytes);
  const ref = frame?.t === 'message' ? frame.clientId : null;
  const rate = take(peer.bucket, context.clock.now().getTime());
  if (rate === 'away') return peer.socket.close(POLICY);
  if (rate === 'over') return refuse(peer, 'rate-limited', ref);
  if (!frame) return refuse(peer, 'bad-frame');
  const work = () => dispatch(context, visitors, acts, peer, frame);
  const failed = (error: unknown) => refused(context, peer, frame, error);
  // One after the other, so that messages are stored in the order in which they were written.
  const turn = (peer.turn ?? Promise.resolve()).then(work).catch(failed);
  peer.turn = turn;
  void turn.then(() => peer.turn === turn && (peer.turn = null));
}

function refused(context: Context, peer: Peer, frame: VisitorFrame, error: unknown): void {
  context.log.error({ err: error, frame: frame.t }, 'a frame of the chat failed');
  refuse(peer, 'try-again', frame.t === 'message' ? frame.clientId : null);
}

function parse(bytes: Buffer): VisitorFrame | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return frameCheck.Check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

async function dispatch(
  context: Context,
  visitors: Visitors,
  acts: Acts,
  peer: Peer,
  frame: VisitorFrame,
): Promise<void> {
  if (frame.t === 'hello') return greet(context, visitors, peer, frame);
  if (!peer.greeted) return refuse(peer, 'hello-first');
  const ref = frame.t === 'message' ? frame.clientId : null;
  if (!allows(principalOf(peer), widgetSocket.client[frame.t])) return refuse(peer, 'no-session', ref);
  if (isOver(peer, context.clock.now().getTime())) {
    refuse(peer, 'bad-identity', ref);
    return peer.socket.close(EXPIRED);
  }
  if (frame.t === 'ping') return send(peer, { t: 'pong' });
  if (frame.t === 'start') return await begin(context, visitors, peer);
  const { visitor, proved } = peer;
  if (!visitor) return;
  if (frame.t === 'message') return await say(peer, { visitor, proved }, frame, acts.takeMessage);
  if (frame.t === 'typing' || frame.t === 'read') return await tell(context, peer, visitor, frame);
  if (frame.t === 'rate' || frame.t === 'address') return send(peer, await keep(context, visitor, frame));
  if (frame.t === 'requests') return send(peer, await requestsOf(context, { visitor, proved }, frame.pass));
  // A slow mail server holds up nothing that is said meanwhile.
  const answered = grant(acts, { visitor, from: peer.from }, frame).then((answer) => send(peer, answer));
  void answered.catch((error: unknown) => refused(context, peer, frame, error));
}

/** What a visitor says of themselves, in the order in which they said it: the last word counts. */
async function keep(context: Context, visitor: string, frame: Word): Promise<DeskFrame> {
  if (frame.t === 'address') await leaveAddress(context, visitor, frame.email);
  else await rate(context, visitor, frame);
  return await stateOf(context, visitor);
}

/** What a visitor asks to be mailed, and what they are told. */
async function grant(
  { prove, mailTranscript }: Acts,
  { visitor, from }: { visitor: string; from: string },
  frame: Wish,
): Promise<DeskFrame> {
  if (frame.t === 'transcript') return { t: 'transcript', state: await mailTranscript(visitor, from, frame) };
  return await prove(visitor, from, frame);
}

type Word = Extract<VisitorFrame, { t: 'address' | 'rate' }>;
type Wish = Extract<VisitorFrame, { t: 'email' | 'code' | 'transcript' }>;

async function greet(
  context: Context,
  visitors: Visitors,
  peer: Peer,
  frame: Extract<VisitorFrame, { t: 'hello' }>,
): Promise<void> {
  if (peer.greeted) return refuse(peer, 'bad-frame');
  const caller = await whoAsks(context, frame);
  // Not greeted: with another proof they may try again.
  if (caller === 'bad-identity' || caller === 'identity-needed') return refuse(peer, caller);
  peer.greeted = true;
  if (caller === 'no-session') return send(peer, { t: 'ready', session: false });
  const { visitor, proved } = caller;
  send(peer, { t: 'ready', session: true, ...(proved ? { proved: true } : {}) });
  // Bound before the thread is read: what is saved in between is pushed and read, and the page folds it by its id.
  visitors.bind(peer, visitor, proved);
  peer.ticket = (await ticketOf(context, visitor)) ?? null;
  send(peer, { t: 'thread', ...(await visitorThread(context, visitor, frame.after)) });
  send(peer, peer.ticket ? await stateOf(context, visitor) : unbegun(context));
}

async function begin(context: Context, visitors: Visitors, peer: Peer): Promise<void> {
  if (peer.visitor) return refuse(peer, 'bad-frame');
  if ((await identityRules(context)).mode === 'required') return refuse(peer, 'identity-needed');
  const { visitor, token } = newSession(context.vault);
  visitors.bind(peer, visitor);
  send(peer, { t: 'session', token });
  send(peer, unbegun(context));
}

async function say(
  peer: Peer,
  from: Caller,
  { t: _, ...said }: Extract<VisitorFrame, { t: 'message' }>,
  takeMessage: TakeMessage,
): Promise<void> {
  if (said.text.trim() === '') return refuse(peer, 'bad-frame', said.clientId);
  await takeMessage(from, said);
  send(peer, { t: 'ack', clientId: said.clientId });
}

/** Typing and reading go to the agents as events; there is nobody to tell before the first message. */
async function tell(
  context: Context,
  peer: Peer,
  visitor: string,
  frame: Extract<VisitorFrame, { t: 'typing' | 'read' }>,
): Promise<void> {
  peer.ticket ??= (await ticketOf(context, visitor)) ?? null;
  if (!peer.ticket) return;
  const { ticket, customer, before } = peer.ticket;
  if (frame.t === 'typing')
    await context.events.emit('ticket.typing', { ticket, by: { kind: 'customer', id: customer }, on: frame.on });
  else if (frame.n > before) await seenUpTo(context, ticket, frame.n - before);
}

const principalOf = ({ visitor }: Peer): Principal =>
  visitor === null ? { kind: 'public' } : { kind: 'visitor', id: visitor };

function send(peer: Peer, frame: DeskFrame): void {
  if (!allows(principalOf(peer), widgetSocket.server[frame.t])) return;
  if (peer.socket.readyState === peer.socket.OPEN) peer.socket.send(JSON.stringify(frame));
}

function refuse(peer: Peer, code: DeskError, ref: string | null = null): void {
  send(peer, { t: 'error', code, ref });
}
