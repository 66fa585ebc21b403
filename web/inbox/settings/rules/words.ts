import type { InboxTexts } from '../../../../server/messages/inbox/en.ts';
import type { SettingsTexts } from '../../../../server/messages/settings/en.ts';
import type { RuleView } from '../../../../server/routing/schema.ts';
import { fill } from '../../state/texts.svelte.ts';
import type { Ref } from '../../state/views.ts';

/** The parts of a rule in words: when it fits, and what it does then. */
export function rulesInWords(
  { conditions, action }: RuleView,
  teams: readonly Ref[],
  { inbox, settings: { rules: t } }: { inbox: InboxTexts; settings: SettingsTexts },
): { when: string; then: string } {
  const either = (names: Record<string, string>, keys: readonly string[] = []) =>
    keys.map((key) => names[key] ?? key).join(` ${t.or} `);
  const when = [
    either(inbox.channel, conditions.channel),
    either(inbox.type, conditions.type),
    either(inbox.language, conditions.language),
    conditions.words?.length
      ? fill(t.contains, { words: conditions.words.map((word) => `“${word}”`).join(` ${t.or} `) })
      : '',
  ].filter(Boolean);
  const then = [
    teams.find(({ id }) => id === action.team)?.name ?? '–',
    action.priority ? `${inbox.ticket.priority}: ${inbox.priority[action.priority]}` : '',
    ...(action.tags ?? []).map((tag) => fill(inbox.list.tag, { tag })),
    ...([true, false] as const).map((required) => {
      const skills = (action.needs ?? []).filter((need) => need.required === required).map(({ skill }) => skill);
      return skills.length ? fill(required ? t.asks : t.prefers, { skills: skills.join(', ') }) : '';
    }),
  ].filter(Boolean);
  return { when: when.join(` ${t.and} `) || t.always, then: then.join(', ') };
}
