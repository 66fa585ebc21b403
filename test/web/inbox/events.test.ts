import { expect, it } from 'vitest';
import { en } from '../../../server/messages/inbox/en.ts';
import { pl } from '../../../server/messages/inbox/pl.ts';
import { eventText } from '../../../web/inbox/state/events.ts';
import { message } from './factories.ts';

const agent = { kind: 'agent', id: 'a1', name: 'Ioana' } as const;
const system = { kind: 'system', name: '' } as const;
const line = (author: typeof agent | typeof system, kind: string, params: Record<string, string>) =>
  message(1, { direction: 'event', author, event: { kind, params } });

it.each([
  [line(agent, 'assigned', { agent: 'Ben', agentId: 'b2' }), 'Ioana gave the ticket to Ben'],
  [line(agent, 'assigned', { agent: 'Ioana', agentId: 'a1' }), 'Ioana took the ticket'],
  [line(system, 'routed', { agent: 'Ben', agentId: 'b2', by: 'only' }), 'Given to Ben automatically'],
  [line(agent, 'status', { from: 'open', to: 'solved' }), 'Ioana changed the status from Open to Solved'],
  [line(system, 'status', { from: 'snoozed', to: 'open' }), 'Status changed from Snoozed to Open'],
  [line(agent, 'tags', { tags: '' }), 'Ioana removed all tags'],
  [line(agent, 'priority', { from: 'normal', to: 'urgent' }), 'Ioana changed the priority to Urgent'],
  [line(system, 'reopened', {}), 'The customer wrote again: reopened'],
  [line(system, 'callback', { what: 'cancelled', at: '2026-03-02T10:00:00Z' }), 'Ombud cancelled the call back'],
  [line(agent, 'something-new', {}), 'Ioana changed the ticket'],
])('tells an event in words: %#', (event, text) => {
  expect(eventText(event, { t: en, locale: 'en' })).toBe(text);
});

it('tells why the assistant handed over; a reason it has no words for as it is', () => {
  const told = (reason: string) => eventText(line(system, 'handover', { reason }), { t: pl, locale: 'pl' });
  expect(told('anger')).toBe('Asystent przekazał rozmowę pracownikom: klient jest zdenerwowany');
  expect(told('a full moon')).toBe('Asystent przekazał rozmowę pracownikom: a full moon');
});

it('tells it in the reader’s language', () => {
  const event = line(system, 'status', { from: 'open', to: 'solved' });
  expect(eventText(event, { t: pl, locale: 'pl' })).toBe('Zmiana statusu z „Otwarte” na „Rozwiązane”');
});
