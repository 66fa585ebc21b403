import { describe, expect, it } from 'vitest';
import { en as inbox } from '../../../server/messages/inbox/en.ts';
import { en as work } from '../../../server/messages/work/en.ts';
import type { MacroView } from '../../../server/macros/schema.ts';
import { resolved } from '../../../web/inbox/macros/resolve.ts';
import { filledFor, textFor, valuesOf } from '../../../web/inbox/macros/values.ts';
import { actsInWords, type Acts } from '../../../web/inbox/macros/words.ts';
import { bodyOf, wishOf } from '../../../web/inbox/settings/macros/wish.ts';
import { splitMentions } from '../../../web/inbox/state/quotes.ts';
import { ticket } from './factories.ts';

const macro = (more: Partial<MacroView>): MacroView => ({
  ...{ id: 'a'.repeat(24), name: 'Refund', shared: 'all', team: null, owner: null, texts: {}, acts: null },
  ...{ changedAt: '2026-01-01T00:00:00.000Z', mayChange: true },
  ...more,
});

describe('the text of a macro', () => {
  const texts = { en: 'Hello', pl: 'Dzień dobry' };

  it.each([
    ['pl', 'ru', 'pl'],
    ['ru', 'pl', 'pl'],
    ['ru', 'es', 'en'],
    [null, 'pl', 'pl'],
  ] as const)('for a customer of %s by an agent of %s is in %s', (language, own, expected) => {
    expect(textFor({ texts }, language, own)?.locale).toBe(expected);
  });

  it('is any where there is no better one, and none where there is none', () => {
    expect(textFor({ texts: { ro: 'Bună' } }, 'pl', 'es')?.locale).toBe('ro');
    expect(textFor({ texts: {} }, 'pl', 'es')).toBeUndefined();
  });

  it('has its variables filled in; what is not known stays, or is what stands behind the bar', () => {
    const shop = { 'shop.returndays': '14', 'shop.name': '' };
    const agent = { name: 'Ben Baker', locale: 'en' as const, shop };
    const days = { texts: { en: '{{shop.returnDays}} days, {{shop.name|we}}' } };
    expect(filledFor(macro(days), ticket(7), agent)?.text).toBe('14 days, we');
    const text = '{{customer.firstName|there}}, {{ticket.number}}, {{order}}, {{product|it}}: {{agent.firstName}}';
    expect(filledFor(macro({ texts: { en: text } }), ticket(7), agent)?.text).toBe('Ana, #7, {{order}}, it: Ben');
    const known = ticket(7, { customer: { id: 'x', name: '#A1B2' }, fields: { order: 'A-1' } });
    expect(filledFor(macro({ texts: { en: text } }), known, agent)?.text).toBe('there, #7, A-1, it: Ben');
    expect(valuesOf(ticket(1, { customer: { id: 'x', name: 'ana@people.example' } }), '')['customer.name']).toBe('');
  });
});

describe('what a macro does', () => {
  const known = { t: inbox, work, agents: [{ id: '1', name: 'Ben' }], teams: [{ id: '2', name: 'Returns' }] };

  it('is told in few words', () => {
    const acts: Acts = {
      assignee: '1',
      team: '2',
      status: 'solved',
      priority: 'low',
      type: 'return',
      snooze: 'tomorrow 9',
      tags: { add: ['a', 'b'], remove: ['c'] },
    };
    expect(actsInWords(acts, known)).toBe(
      'to Ben · team Returns · type Return · priority Low · + a, b · − c · status Solved · snooze: tomorrow 9',
    );
    expect(actsInWords({ assignee: null, team: null, spam: true }, known)).toBe(
      'back to the queue · out of its team · spam',
    );
  });

  it('has its words for a time read when it is used', () => {
    const now = new Date(2026, 10, 20, 10);
    const snooze = new Date(2026, 10, 21, 9).toISOString();
    expect(resolved({ snooze: 'jutro 9', priority: 'low' }, now)).toEqual({ snooze, priority: 'low' });
    expect(resolved({ snooze: 'whenever' }, now)).toBeUndefined();
    expect(resolved({ status: 'open' }, now)).toEqual({ status: 'open' });
  });
});

describe('the form of a macro', () => {
  const first = { team: '2', shared: 'own' as const };

  it('gives back what it was given', () => {
    const given = macro({
      texts: { en: 'Hello' },
      acts: { status: 'solved', assignee: null, team: '2', tags: { add: ['a'] }, snooze: 'tomorrow 9' },
    });
    const body = bodyOf(wishOf(given, first), 'macros');
    expect(body).toEqual({ name: 'Refund', shared: 'all', texts: given.texts, acts: given.acts });
  });

  it('leaves out what is left as it is, and languages without a text', () => {
    expect(bodyOf({ ...wishOf(undefined, first), name: ' New ' }, 'macros')).toEqual({ name: 'New', shared: 'own' });
    const wish = { ...wishOf(undefined, first), name: 'x', addTags: 'A, a ,b', shared: 'team' as const };
    expect(bodyOf(wish, 'macros')).toEqual({
      name: 'x',
      shared: 'team',
      team: '2',
      acts: { tags: { add: ['a', 'b'] } },
    });
    expect(bodyOf(wish, 'replies')).toEqual({ name: 'x', shared: 'team', team: '2' });
  });
});

it('names of those who are mentioned are cut out of a note, the longest first', () => {
  const parts = [{ text: 'See @Ana Pop and @Ana, ' }, { text: 'ana@x.example', href: 'mailto:ana@x.example' }];
  expect(splitMentions(parts, ['Ana', 'Ana Pop']).map(({ text, mention = false }) => [text, mention])).toEqual([
    ['See ', false],
    ['@Ana Pop', true],
    [' and ', false],
    ['@Ana', true],
    [', ', false],
    ['ana@x.example', false],
  ]);
});
