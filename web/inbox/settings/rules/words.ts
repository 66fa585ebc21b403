import type { InboxTexts } from '../../../../server/messages/inbox/en.ts';
import type { SettingsTexts } from '../../../../server/messages/settings/en.ts';
import type { RuleView } from '../../../../server/routing/schema.ts';
import { fill } from '../../state/texts.svelte.ts';
import type { Ref } from '../../state/views.ts';

/** The parts of a rule in words: when it fits, and what it does then. */
export function rulesInWords(
  { conditions, action }: RuleView,
  teams: readonly Ref[],
  { inbox, settings: { rules: t }, locale }: { inbox: InboxTexts; settings: SettingsTexts; locale: string },
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
    ...furtherWords(conditions, inbox, t),
    timeWords(conditions.time, t, locale),
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

/** The conditions that are asked for less often. */
function furtherWords(
  { subject, account, priority, tags, customer, proved, domains, fields = [] }: RuleView['conditions'],
  inbox: InboxTexts,
  t: SettingsTexts['rules'],
): string[] {
  const or = (some: readonly string[]): string => some.join(` ${t.or} `);
  const quoted = (some: readonly string[]): string => or(some.map((one) => `“${one}”`));
  const labels = inbox.field as Record<string, string>;
  return [
    account ? `${t.mailbox}: ${or(account)}` : '',
    subject ? fill(t.subjectHas, { words: quoted(subject) }) : '',
    priority ? `${inbox.ticket.priority}: ${or(priority.map((one) => inbox.priority[one]))}` : '',
    tags ? fill(t.tagged, { tags: or(tags) }) : '',
    customer ? `${t.fromWhom}: ${customer === 'new' ? t.newCustomer : t.knownCustomer}` : '',
    proved === undefined ? '' : `${t.sender}: ${proved ? t.proved : t.unproved}`,
    domains ? fill(t.domainIs, { domains: or(domains) }) : '',
    or(
      fields.map(({ name, words }) => {
        const field = labels[name] ?? name;
        return words ? fill(t.fieldHas, { field, words: quoted(words) }) : fill(t.saysField, { field });
      }),
    ),
  ];
}

function timeWords(time: RuleView['conditions']['time'], t: SettingsTexts['rules'], locale: string): string {
  if (!time) return '';
  const names = weekdays(locale);
  return fill(t.at, { from: time.from, to: time.to, days: time.days.map((day) => names[day - 1] ?? '').join(', ') });
}

/** The short names of the days from Monday on. */
export function weekdays(locale: string): string[] {
  const names = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  return [1, 2, 3, 4, 5, 6, 7].map((day) => names.format(new Date(Date.UTC(2024, 0, day))));
}
