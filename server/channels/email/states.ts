import type { Context } from '../../context.ts';
import type { ChannelState } from '../channel.ts';

type State = ChannelState['state'];
type Door = 'imap' | 'smtp-in' | 'sign-in';

/** How the doors of each account are; what agents and /readyz see is the worst of them. */
export interface States {
  set(account: string, door: Door, state: State, error?: string): void;
  sawMail(account: string, direction: 'in' | 'out'): void;
  clear(account: string): void;
  all(): ChannelState[];
}

/** What is down for a shorter time comes back by itself, and nobody needs to know. */
const FAILING_MS = 120_000;
const WORST_FIRST: readonly State[] = ['down', 'connecting', 'up', 'off'];

export function createStates(context: Context): States {
  const doors = new Map<string, Map<Door, { state: State; error?: string }>>();
  const shown = new Map<string, ChannelState>();
  const told = new Set<string>();

  const isFailing = ({ state, since }: ChannelState): boolean =>
    state === 'down' && context.clock.now().getTime() - since.getTime() >= FAILING_MS;

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
    const error = worst.error ?? (state === 'down' ? now.error : undefined);
    const newlyFailing = state === 'down' && isFailing(now) && !told.has(account);
    if (newlyFailing) told.add(account);
    else if (now.state === state && now.error === error) return;
    if (state !== 'down') told.delete(account);
    if (now.state !== state) now.since = context.clock.now();
    now.state = state;
    if (error === undefined) delete now.error;
    else now.error = error;
    void context.events.emit('channel.changed', { channel: 'email', account });
  }

  return {
    set(account, door, state, error) {
      const of = doors.get(account) ?? new Map<Door, { state: State; error?: string }>();
      doors.set(account, of.set(door, error === undefined ? { state } : { state, error }));
      show(account);
    },
    sawMail(account, direction) {
      at(account)[direction === 'in' ? 'lastIn' : 'lastOut'] = context.clock.now();
    },
    clear(account) {
      doors.delete(account);
      show(account);
    },
    all: () => [...shown.values()].map((state) => ({ ...state, ...(isFailing(state) ? { failing: true } : {}) })),
  };
}
