import type { MacroActs, MacroBody, MacroView } from '../../../../server/macros/schema.ts';
import { LOCALES, type Locale } from '../../state/texts.svelte.ts';

/** Saved replies only write. */
export type Kind = 'replies' | 'macros';
/** In a choice: leave it as it is. */
export const UNCHANGED = '-';
/** In a choice: nobody, or no team. */
export const NONE = 'none';

/** A macro as its form holds it; tags are separated by commas. */
export interface MacroWish {
  name: string;
  shared: MacroView['shared'];
  team: string;
  texts: Record<Locale, string>;
  status: string;
  assignee: string;
  toTeam: string;
  priority: string;
  type: string;
  addTags: string;
  removeTags: string;
  snooze: string;
}

type Known = Partial<Pick<MacroView, 'name' | 'shared' | 'team' | 'texts' | 'acts'>>;

export function wishOf(macro: Known | undefined, first: { team: string; shared: MacroView['shared'] }): MacroWish {
  const acts = macro?.acts ?? {};
  const choice = (value: string | null | undefined): string => (value === null ? NONE : (value ?? UNCHANGED));
  return {
    name: macro?.name ?? '',
    shared: macro?.shared ?? first.shared,
    team: macro?.team ?? first.team,
    texts: Object.fromEntries(LOCALES.map((locale) => [locale, macro?.texts?.[locale] ?? ''])) as Record<
      Locale,
      string
    >,
    status: choice(acts.status),
    assignee: choice(acts.assignee),
    toTeam: choice(acts.team),
    priority: choice(acts.priority),
    type: choice(acts.type),
    addTags: (acts.tags?.add ?? []).join(', '),
    removeTags: (acts.tags?.remove ?? []).join(', '),
    snooze: acts.snooze ?? '',
  };
}

/** What is sent: what is left as it is, and languages without a text, are left out. */
export function bodyOf(wish: MacroWish, kind: Kind): MacroBody {
  const texts = Object.fromEntries(Object.entries(wish.texts).filter(([, text]) => text.trim() !== ''));
  const acts = kind === 'macros' ? actsOf(wish) : {};
  return {
    name: wish.name.trim(),
    shared: wish.shared,
    ...(wish.shared === 'team' ? { team: wish.team } : {}),
    ...(Object.keys(texts).length > 0 ? { texts } : {}),
    ...(Object.keys(acts).length > 0 ? { acts } : {}),
  };
}

/** The changes of a ticket alone. */
export function actsOf(wish: MacroWish): MacroActs {
  const [add, remove] = [listOf(wish.addTags), listOf(wish.removeTags)];
  const tags = { ...(add.length ? { add } : {}), ...(remove.length ? { remove } : {}) };
  const chosen = {
    status: wish.status,
    assignee: wish.assignee,
    team: wish.toTeam,
    priority: wish.priority,
    type: wish.type,
  };
  const set = Object.entries(chosen).flatMap(([name, value]) =>
    value === UNCHANGED ? [] : [[name, value === NONE ? null : value] as const],
  );
  return {
    ...(Object.fromEntries(set) as MacroActs),
    ...(Object.keys(tags).length > 0 ? { tags } : {}),
    ...(wish.snooze.trim() ? { snooze: wish.snooze.trim() } : {}),
  };
}

const listOf = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((part) => part.trim().toLowerCase())
      .filter(Boolean),
  ),
];
