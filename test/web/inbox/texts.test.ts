import { expect, it } from 'vitest';
import { en } from '../../../server/messages/inbox/en.ts';
import { es } from '../../../server/messages/inbox/es.ts';
import { pl } from '../../../server/messages/inbox/pl.ts';
import { ro } from '../../../server/messages/inbox/ro.ts';
import { ru } from '../../../server/messages/inbox/ru.ts';
import { plural } from '../../../server/messages/plural.ts';
import { en as privacyEn } from '../../../server/messages/privacy/en.ts';
import { es as privacyEs } from '../../../server/messages/privacy/es.ts';
import { pl as privacyPl } from '../../../server/messages/privacy/pl.ts';
import { ro as privacyRo } from '../../../server/messages/privacy/ro.ts';
import { ru as privacyRu } from '../../../server/messages/privacy/ru.ts';
import { en as callsEn } from '../../../server/messages/calls/en.ts';
import { es as callsEs } from '../../../server/messages/calls/es.ts';
import { pl as callsPl } from '../../../server/messages/calls/pl.ts';
import { ro as callsRo } from '../../../server/messages/calls/ro.ts';
import { ru as callsRu } from '../../../server/messages/calls/ru.ts';
import { en as todayEn } from '../../../server/messages/today/en.ts';
import { es as todayEs } from '../../../server/messages/today/es.ts';
import { pl as todayPl } from '../../../server/messages/today/pl.ts';
import { ro as todayRo } from '../../../server/messages/today/ro.ts';
import { ru as todayRu } from '../../../server/messages/today/ru.ts';
import { en as workEn } from '../../../server/messages/work/en.ts';
import { es as workEs } from '../../../server/messages/work/es.ts';
import { pl as workPl } from '../../../server/messages/work/pl.ts';
import { ro as workRo } from '../../../server/messages/work/ro.ts';
import { ru as workRu } from '../../../server/messages/work/ru.ts';
import { fill, Texts } from '../../../web/inbox/state/texts.svelte.ts';
import { checkCatalogue } from './catalogue.ts';

checkCatalogue('the inbox', en, { es, pl, ro, ru }, [
  'list.arrived',
  'list.moreTags',
  'thread.events',
  'lost.files',
  'composer.newer',
  'intake.again',
]);
checkCatalogue('privacy', privacyEn, { es: privacyEs, pl: privacyPl, ro: privacyRo, ru: privacyRu }, [
  'erase.unreached',
  'retention.after',
  'retention.tickets',
  'retention.messages',
  'retention.files',
  'retention.customers',
  'retention.failed',
]);
checkCatalogue('telephone calls', callsEn, { es: callsEs, pl: callsPl, ro: callsRo, ru: callsRu }, []);
checkCatalogue('Today', todayEn, { es: todayEs, pl: todayPl, ro: todayRo, ru: todayRu }, [
  'ofOpen',
  'replies',
  'openOf',
  'solvedOf',
]);
checkCatalogue('writing and working', workEn, { es: workEs, pl: workPl, ro: workRo, ru: workRu }, [
  'bulk.selected',
  'bulk.done',
  'bulk.failed',
  'bulk.undone',
  'bulk.left',
]);

it.each([
  ['en', 1, '1 new ticket'],
  ['en', 1200, '1,200 new tickets'],
])('%s says %i as people do', (locale, n, text) => {
  expect(plural(locale, n, en.list.arrived)).toBe(text);
});

it.each([
  [1, '1 nowe zgłoszenie'],
  [3, '3 nowe zgłoszenia'],
  [5, '5 nowych zgłoszeń'],
  [22, '22 nowe zgłoszenia'],
])('Polish declines by the number: %i', (n, text) => {
  expect(plural('pl', n, pl.list.arrived)).toBe(text);
});

it('fills in what is given and leaves the rest', () => {
  expect(fill('{a} and {b}, {a}', { a: 1 })).toBe('1 and {b}, 1');
});

it('calls a visitor without a name by a mark, everybody else by name', async () => {
  const texts = await Texts.in('en');
  expect(['#Y5XQ', 'Ana', '#1 fan'].map((name) => texts.customer(name))).toEqual(['Visitor Y5XQ', 'Ana', '#1 fan']);
  await texts.use('ru');
  expect(texts.customer('#Y5XQ')).toBe('Гость Y5XQ');
});
