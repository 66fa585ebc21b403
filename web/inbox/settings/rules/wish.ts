import type { RuleBody, RuleView } from '../../../../server/routing/schema.ts';
import type { Ref } from '../../state/views.ts';

type Conditions = NonNullable<RuleBody['conditions']>;
type Need = NonNullable<RuleBody['action']['needs']>[number];
type Priority = NonNullable<RuleBody['action']['priority']>;

/** A rule as its form holds it; words and tags are separated by commas. */
export interface RuleWish {
  name: string;
  channel: NonNullable<Conditions['channel']>;
  type: NonNullable<Conditions['type']>;
  language: NonNullable<Conditions['language']>;
  words: string;
  team: string;
  priority: Priority | '';
  tags: string;
  needs: Need[];
}

export function wishOf(rule: RuleView | undefined, teams: readonly Ref[]): RuleWish {
  const { conditions = {}, action } = rule ?? {};
  return {
    name: rule?.name ?? '',
    channel: [...(conditions.channel ?? [])],
    type: [...(conditions.type ?? [])],
    language: [...(conditions.language ?? [])],
    words: (conditions.words ?? []).join(', '),
    team: action?.team ?? teams[0]?.id ?? '',
    priority: action?.priority ?? '',
    tags: (action?.tags ?? []).join(', '),
    needs: (action?.needs ?? []).map((need) => ({ ...need })),
  };
}

/** What is sent: conditions that ask nothing are left out, what the form does not show stays as it was. */
export function bodyOf(wish: RuleWish, rule: RuleView | undefined): RuleBody {
  const words = listOf(wish.words).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const tags = listOf(wish.tags);
  return {
    name: wish.name.trim(),
    ...(rule ? { order: rule.order, enabled: rule.enabled } : {}),
    conditions: {
      ...(wish.channel.length ? { channel: wish.channel } : {}),
      ...(wish.type.length ? { type: wish.type } : {}),
      ...(wish.language.length ? { language: wish.language } : {}),
      ...(words.length ? { words } : {}),
    },
    action: {
      team: wish.team,
      ...(wish.priority ? { priority: wish.priority } : {}),
      ...(tags.length ? { tags } : {}),
      ...(wish.needs.length ? { needs: wish.needs } : {}),
    },
  };
}

const listOf = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  ),
];
