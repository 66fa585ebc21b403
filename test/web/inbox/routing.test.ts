import { expect, it } from 'vitest';
import { en } from '../../../server/messages/inbox/en.ts';
import { pl } from '../../../server/messages/inbox/pl.ts';
import { routingText } from '../../../web/inbox/state/routing.ts';
import { ticket } from './factories.ts';

const ola = { id: 'a1', name: 'Ola' };
const params = { agent: 'Ola', agentId: 'a1', speaks: 'pl', n: '1', capacity: '3', by: 'only' };
const given = ticket(1, { assignee: ola, routing: { kind: 'given', params } });
const offline = ticket(2, { routing: { kind: 'offline', params: { load: 'live', team: 'Support' } } });
const full = ticket(3, { routing: { kind: 'full', params: { load: 'mail' } } });

it.each([
  [given, 'to Ola: speaks Polish, 1 of 3, the only one free', 'Ola: język: polski, 1 z 3, jedyna wolna osoba'],
  [
    {
      ...given,
      routing: { kind: 'given' as const, params: { ...params, speaks: '', nobodySpeaks: 'ru', by: 'idle' } },
    },
    'to Ola: nobody free speaks Russian, 1 of 3, waited longest for one',
    'Ola: nikt wolny nie zna języka: rosyjski, 1 z 3, najdłużej bez nowego zgłoszenia',
  ],
  [
    { ...given, routing: { kind: 'given' as const, params: { ...params, knows: 'repairs', lacks: 'x', by: 'last' } } },
    'to Ola: speaks Polish, knows repairs, nobody free knows x, 1 of 3, answered this customer last',
    'Ola: język: polski, zna: repairs, nikt wolny nie zna: x, 1 z 3, ostatnia odpowiedź temu klientowi',
  ],
  [
    { ...offline, routing: { kind: 'unskilled' as const, params: { load: 'mail', skills: 'repairs' } } },
    'waits, nobody online knows repairs well enough',
    'czeka, nikt dostępny nie zna wystarczająco: repairs',
  ],
  [offline, 'waits, nobody of Support is online', 'czeka, nikt z zespołu Support nie jest dostępny'],
  [
    full,
    'waits, everybody online has as many as they can take: mails',
    'czeka, wszyscy dostępni mają komplet: e-maile',
  ],
])('tells in the reader’s language why a ticket went where, or waits: %#', (one, english, polish) => {
  expect([routingText(one, en), routingText(one, pl)]).toEqual([english, polish]);
});

it.each([
  ['somebody else has it now', { ...given, assignee: { id: 'b2', name: 'Ben' } }],
  ['it waits no more', { ...offline, assignee: ola }],
  ['it is answered', { ...offline, status: 'pending' as const }],
  ['the assistant has it', { ...full, handler: 'assistant' as const }],
])('says nothing when %s', (_when, one) => {
  expect(routingText(one, en)).toBeUndefined();
});
