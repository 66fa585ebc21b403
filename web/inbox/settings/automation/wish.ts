import type { AutomationBody, AutomationView } from '../../../../server/automation/schema.ts';
import { LOCALES, type Locale } from '../../state/texts.svelte.ts';
import { actsOf, wishOf as macroWishOf, type MacroWish } from '../macros/wish.ts';
import { conditionsOf, whenOf, type ConditionsWish } from '../rules/wish.ts';

type Trigger = AutomationBody['trigger'];
type Asked = NonNullable<AutomationBody['conditions']>;
export const HAPPENINGS: Trigger['on'][] = [
  ...(['time', 'created', 'received', 'status', 'stage', 'priority'] as const),
  ...(['assignee', 'team', 'tags', 'rated', 'missed'] as const),
];
export const RESTING: NonNullable<Trigger['status']>[] = ['pending', 'open', 'new', 'solved'];
export const UNITS: NonNullable<Trigger['unit']>[] = ['minutes', 'hours', 'days', 'business-days'];

/** A rule over time as its form holds it. */
export interface AutomationWish {
  name: string;
  on: Trigger['on'];
  rest: NonNullable<Trigger['status']>;
  amount: number;
  unit: NonNullable<Trigger['unit']>;
  when: ConditionsWish;
  status: NonNullable<Asked['status']>;
  stage: string[];
  teams: string[];
  assigned: '' | 'yes' | 'no';
  rating: string[];
  texts: Record<Locale, string>;
  acts: MacroWish;
  note: string;
  notify: string[];
  webhook: boolean;
}

export function wishOf(rule: AutomationView | undefined, zone: string): AutomationWish {
  const { status, stage, teams, assigned, rating, ...asked } = rule?.conditions ?? {};
  const { on = 'time', ...rest }: Partial<Trigger> = rule?.trigger ?? {};
  const { message, note = '', notify = [], webhook = false, ...acts } = rule?.deeds ?? {};
  return {
    name: rule?.name ?? '',
    on,
    ...{ rest: rest.status ?? 'pending', amount: rest.amount ?? 3, unit: rest.unit ?? 'days' },
    when: whenOf(asked, zone),
    ...{ status: [...(status ?? [])], stage: stage ?? [], teams: [...(teams ?? [])] },
    assigned: assigned === undefined ? '' : assigned ? 'yes' : 'no',
    rating: (rating ?? []).map(String),
    texts: Object.fromEntries(LOCALES.map((locale) => [locale, message?.[locale] ?? ''])) as Record<Locale, string>,
    acts: macroWishOf({ acts, name: '', shared: 'all', texts: {} }, { team: '', shared: 'all' }),
    ...{ note, notify: [...notify], webhook },
  };
}

/** What is sent: what asks or does nothing is left out. */
export function bodyOf(wish: AutomationWish): AutomationBody {
  const message = Object.fromEntries(Object.entries(wish.texts).filter(([, text]) => text.trim() !== ''));
  return {
    name: wish.name.trim(),
    trigger:
      wish.on === 'time' ? { on: 'time', status: wish.rest, amount: wish.amount, unit: wish.unit } : { on: wish.on },
    conditions: {
      ...conditionsOf(wish.when),
      ...(wish.on !== 'time' && wish.status.length > 0 ? { status: wish.status } : {}),
      ...(wish.stage.length > 0 ? { stage: wish.stage } : {}),
      ...(wish.teams.length > 0 ? { teams: wish.teams } : {}),
      ...(wish.assigned ? { assigned: wish.assigned === 'yes' } : {}),
      ...(wish.on === 'rated' && wish.rating.length > 0 ? { rating: wish.rating.map(Number) } : {}),
    },
    deeds: {
      ...(Object.keys(message).length > 0 ? { message } : {}),
      ...(actsOf(wish.acts) as AutomationBody['deeds']),
      ...(wish.note.trim() ? { note: wish.note.trim() } : {}),
      ...(wish.notify.length > 0 ? { notify: wish.notify } : {}),
      ...(wish.webhook ? { webhook: true } : {}),
    },
  };
}
