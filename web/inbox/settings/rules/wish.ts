import type { RuleBody, RuleView } from '../../../../server/routing/schema.ts';
import type { Ref } from '../../state/views.ts';

export type Conditions = NonNullable<RuleBody['conditions']>;
type Need = NonNullable<RuleBody['action']['needs']>[number];
type Priority = NonNullable<RuleBody['action']['priority']>;

/** The conditions as their form holds them; words, tags and domains are separated by commas. */
export interface ConditionsWish {
  channel: NonNullable<Conditions['channel']>;
  account: string[];
  type: NonNullable<Conditions['type']>;
  language: NonNullable<Conditions['language']>;
  priority: Priority[];
  words: string;
  subject: string;
  tags: string;
  customer: '' | 'new' | 'known';
  proved: '' | 'yes' | 'no';
  domains: string;
  fields: { name: string; words: string }[];
  timed: boolean;
  /** From 1, Monday. */
  days: string[];
  from: string;
  to: string;
  zone: string;
}

/** A rule as its form holds it. */
export interface RuleWish {
  name: string;
  enabled: boolean;
  when: ConditionsWish;
  team: string;
  priority: Priority | '';
  tags: string;
  needs: Need[];
}

export function wishOf(rule: RuleView | undefined, teams: readonly Ref[], zone: string): RuleWish {
  const { conditions = {}, action } = rule ?? {};
  return {
    name: rule?.name ?? '',
    enabled: rule?.enabled ?? true,
    when: whenOf(conditions, zone),
    team: action?.team ?? teams[0]?.id ?? '',
    priority: action?.priority ?? '',
    tags: (action?.tags ?? []).join(', '),
    needs: (action?.needs ?? []).map((need) => ({ ...need })),
  };
}

export function whenOf(conditions: Conditions, zone: string): ConditionsWish {
  const { time, proved } = conditions;
  return {
    channel: [...(conditions.channel ?? [])],
    account: [...(conditions.account ?? [])],
    type: [...(conditions.type ?? [])],
    language: [...(conditions.language ?? [])],
    priority: [...(conditions.priority ?? [])],
    words: (conditions.words ?? []).join(', '),
    subject: (conditions.subject ?? []).join(', '),
    tags: (conditions.tags ?? []).join(', '),
    customer: conditions.customer ?? '',
    proved: proved === undefined ? '' : proved ? 'yes' : 'no',
    domains: (conditions.domains ?? []).join(', '),
    fields: (conditions.fields ?? []).map(({ name, words = [] }) => ({ name, words: words.join(', ') })),
    timed: time !== undefined,
    days: (time?.days ?? [1, 2, 3, 4, 5]).map(String),
    from: time?.from ?? '08:00',
    to: time?.to ?? '17:00',
    zone: time?.zone ?? zone,
  };
}

/** What is sent: what the form does not show stays as it was. */
export function bodyOf(wish: RuleWish, rule: RuleView | undefined): RuleBody {
  const tags = listOf(wish.tags);
  return {
    name: wish.name.trim(),
    ...(rule ? { order: rule.order } : {}),
    enabled: wish.enabled,
    conditions: conditionsOf(wish.when),
    action: {
      team: wish.team,
      ...(wish.priority ? { priority: wish.priority } : {}),
      ...(tags.length ? { tags } : {}),
      ...(wish.needs.length ? { needs: wish.needs } : {}),
    },
  };
}

/** Conditions that ask nothing are left out. */
export function conditionsOf(wish: ConditionsWish): Conditions {
  const { days, from, to, zone } = wish;
  const lists = {
    ...{ channel: wish.channel, account: wish.account, type: wish.type, language: wish.language },
    ...{ priority: wish.priority, tags: listOf(wish.tags), domains: listOf(wish.domains) },
    ...{ words: wordsOf(wish.words), subject: wordsOf(wish.subject) },
    fields: wish.fields
      .filter(({ name }) => name.trim())
      .map(({ name, words }) => ({
        name: name.trim(),
        ...(wordsOf(words).length ? { words: wordsOf(words) } : {}),
      })),
  };
  return {
    ...(Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)) as Conditions),
    ...(wish.customer ? { customer: wish.customer } : {}),
    ...(wish.proved ? { proved: wish.proved === 'yes' } : {}),
    ...(wish.timed && days.length > 0 ? { time: { zone, days: days.map(Number), from, to } } : {}),
  };
}

const wordsOf = (text: string): string[] => listOf(text).filter((word) => /[\p{L}\p{N}]/u.test(word));

const listOf = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  ),
];
