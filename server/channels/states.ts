import type { Context } from '../context.ts';
import type { Failed } from './cause.ts';
import type { ChannelName, ChannelState } from './channel.ts';

type State = ChannelState['state'];
/** What of an account can fail by itself: imap, smtp-in, sign-in, updates… */
type Door = string;

/** How the doors of each account are; what agents and /readyz see is the worst of them. */
export interface States {
  set(account: string, door: Door, state: State, failed?: Failed): void;
  saw(account: string, direction: 'in' | 'out'): void;
  clear(account: string): void;
  all(): ChannelState[];
}

/** What is down for a shorter time comes back by itself, and nobody needs to know; access that has ended does not. */
const FAILING_MS = 120_000;
const WORST_FIRST: readonly State[] = ['down', 'connecting', 'up', 'off'];

export function createStates(context: Context, channel: ChannelName): States {
  const doors = new Map<string, Map<Door, { state: State; failed?: Failed }>>();
  const shown = new Map<string, ChannelState>();
  const told = new Set<string>();

  const isFailing = ({ state, since, cause }: ChannelState): boolean =>
    state === 'down' && (cause === 'access' || context.clock.now().getTime() - since.getTime() >= FAILING_MS);

  const at = (account: string): ChannelState => {
    const state = shown.get(account) ?? { account, state: 'off', since: context.clock.now() };
    shown.set(account, state);
    return state;
  };

  /** Tells the others when what they see has changed; each new attempt of a failing one asks again how long it is. */
  function show(account: string): void {
    const all = [...(doors.get(account)?.values() ?? [])];
    const worst = WORST_FIRST.flatMap((state) => all.find((door) => door.state === state) ?? [])[0] ?? { state: 'off' };
    const now = at(account);
    // A new attempt after a failure is not a recovery: it stays down until it is up.
    const state = worst.state === 'connecting' && now.state === 'down' ? 'down' : worst.state;
    const failed = worst.failed ?? (state === 'down' ? failedOf(now) : undefined);
    const newlyFailing = state === 'down' && isFailing(now) && !told.has(account);
    if (newlyFailing) told.add(account);
    else if (now.state === state && now.error === failed?.detail) return;
    if (state !== 'down') told.delete(account);
    if (now.state !== state) now.since = context.clock.now();
    now.state = state;
    delete now.error;
    delete now.cause;
    if (failed) Object.assign(now, { error: failed.detail, cause: failed.cause });
    void context.events.emit('channel.changed', { channel, account });
  }

  return {
    set(account, door, state, failed) {
      const of = doors.get(account) ?? new Map<Door, { state: State; failed?: Failed }>();
      doors.set(account, of.set(door, failed ? { state, failed } : { state }));
      show(account);
    },
    saw(account, direction) {
      at(account)[direction === 'in' ? 'lastIn' : 'lastOut'] = context.clock.now();
    },
    clear(account) {
      doors.delete(account);
      show(account);
    },
    all: () => [...shown.values()].map((state) => ({ ...state, ...(isFailing(state) ? { failing: true } : {}) })),
  };
}

const failedOf = ({ cause, error }: ChannelState): Failed | undefined =>
  cause && error !== undefined ? { cause, detail: error } : undefined;
