import type { Context } from '../../context.ts';
import type { Account, Channel, ChannelState } from '../channel.ts';
import { interpretChat } from './interpret.ts';
import type { UploadedFile } from './item.ts';
import type { Said } from './schema.ts';
import { stateOf } from './matter.ts';
import { createAccept, type Accept } from './socket.ts';
import { showAnswer, takeIn } from './take.ts';
import type { Caller } from './identity/who.ts';
import { createVisitors, type Visitors } from './visitors.ts';

export interface WebchatChannel extends Channel {
  readonly name: 'webchat';
  /** Serves a freshly opened socket of /ws/widget. */
  readonly accept: Accept;
  /** A message with files, which come over HTTP; resolves when it is in the ledger. */
  take(from: Caller, said: Said, files?: UploadedFile[]): Promise<void>;
  readonly visitors: Visitors;
}

export interface WebchatOptions {
  /** Whether a new chat is the assistant's first. */
  assistant: () => boolean;
}

const HEARTBEAT_MS = 30_000;

/**
 * Web chat as a channel. What the visitor reads is the message in the store, at once over the socket or when they come
 * back; so a send never fails because they are away, and may be repeated: the page folds messages by their id.
 */
export function createWebchatChannel(
  context: Context,
  options: WebchatOptions = { assistant: () => true },
): WebchatChannel {
  const visitors = createVisitors(() => context.clock.now().getTime());
  const state: ChannelState = { account: 'env', state: 'off', since: context.clock.now() };
  let heartbeat: NodeJS.Timeout | undefined;
  const take = async (caller: Caller, said: Said, files?: UploadedFile[]): Promise<void> => {
    const from = { ...caller, account: state.account, assistant: options.assistant() };
    await takeIn(context, visitors, from, said, files);
    state.lastIn = context.clock.now();
  };
  const turn = (account: Account, to: 'up' | 'off') =>
    Object.assign(state, { account: account.id, state: to, since: context.clock.now() });
  return {
    name: 'webchat',
    idempotentSend: true,
    visitors,
    accept: createAccept(context, visitors, take),
    take,
    async start(account) {
      turn(account, 'up');
      heartbeat ??= setInterval(() => visitors.beat(), HEARTBEAT_MS).unref();
    },
    async stop(account) {
      turn(account, 'off');
      clearInterval(heartbeat);
      heartbeat = undefined;
      visitors.closeAll();
    },
    interpret: interpretChat,
    async send(message) {
      await showAnswer(context, visitors, message.to, message.messageId);
      state.lastOut = context.clock.now();
      return { externalId: message.messageId };
    },
    cannotSend: () => undefined,
    states: () => [{ ...state }],
    typing: (to, on, by) => void visitors.push(to, { t: 'typing', on, name: by.name ?? '' }),
    isHere: (to) => visitors.isHere(to),
    async changed(to) {
      if (visitors.isHere(to)) visitors.push(to, await stateOf(context, to));
    },
    forget: (customer) => visitors.closeOf(customer),
    moved: (ticket) => visitors.forgetTicket(ticket),
    read: (to, at) => void visitors.push(to, { t: 'read', at: at.toISOString() }),
  };
}

/** The web chat among the channels of a context. Throws when app.ts did not put it there. */
export function webchatOf(context: Context): WebchatChannel {
  const channel = context.channels.get('webchat');
  if (!channel || !('accept' in channel)) throw new Error('the web chat is not among the channels');
  return channel as WebchatChannel;
}
