import type { Said } from '../../../server/channels/webchat/schema.ts';

/** A message that the desk has not acknowledged yet. */
export interface Waiting {
  clientId: string;
  text: string;
  /** Milliseconds. */
  at: number;
  choice?: Said['choice'];
}

/** What the page remembers from the first message on, in one entry of localStorage. */
export interface Kept {
  session?: string;
  waiting: Waiting[];
  /** `n` of the last message that was seen. */
  seen: number;
}

/** The two calls of localStorage that are needed; tests bring a map. */
export interface Keeper {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
}

export const KEPT_AS = 'ombud';

/** Where it is kept: of each signed-in customer apart, so that nobody sends what another has left behind. */
export const keptAs = (person = ''): string => (person ? `${KEPT_AS}:${person}` : KEPT_AS);

/** Reads what an earlier page left; empty when there is nothing, or nothing usable. */
export function readKept(keeper: Keeper, name: string): Kept {
  try {
    const value = JSON.parse(keeper.getItem(name) ?? '{}') as Partial<Kept>;
    return { session: value.session, waiting: value.waiting ?? [], seen: value.seen ?? 0 };
  } catch {
    return { waiting: [], seen: 0 };
  }
}

/** Nothing is written before there is a session or a message. */
export function writeKept(keeper: Keeper, name: string, kept: Kept): void {
  if (!kept.session && kept.waiting.length === 0 && kept.seen === 0) return;
  try {
    keeper.setItem(name, JSON.stringify(kept));
  } catch {
    // Storage is forbidden or full: the chat lasts as long as the page.
  }
}
