import { expect, it } from 'vitest';
import type { VisitorMessage } from '../../../server/channels/webchat/schema.ts';
import { entriesOf, type Draft } from '../../../web/widget/state/entries.ts';

const message = (n: number, more: Partial<VisitorMessage> = {}): VisitorMessage => ({
  id: `id-${n}`,
  n,
  from: 'visitor',
  name: '',
  at: new Date(2026, 0, 5, 12, n).toISOString(),
  text: `text ${n}`,
  attachments: [],
  ...more,
});
const draft = (clientId: string): Draft => ({
  clientId,
  text: 'on its way',
  at: new Date(2026, 0, 5, 13).getTime(),
  state: 'sending',
  files: [],
});
const shape = (messages: VisitorMessage[], drafts: Draft[] = []) =>
  entriesOf(messages, drafts).map((e) =>
    e.kind === 'bubble'
      ? `${e.text}${e.first ? ' first' : ''}${e.last ? ' last' : ''}`
      : e.kind === 'line'
        ? `${e.line} ${e.name}`
        : e.kind,
  );

it('puts messages of one author within five minutes into a run, with a line for each day', () => {
  const next = new Date(2026, 0, 6).toISOString();
  expect(shape([message(1), message(2), message(9), message(10, { at: next })])).toEqual([
    'day',
    'text 1 first',
    'text 2 last',
    'text 9 first last',
    'day',
    'text 10 first last',
  ]);
});

it('says who has joined, once, and that the chat was handed over', () => {
  const anna = { from: 'agent', name: 'Anna' } as const;
  const thread = [
    message(1, { from: 'assistant' }),
    message(2, { from: 'system', line: 'handover', text: '' }),
    message(3, anna),
    message(4, { from: 'visitor' }),
    message(5, anna),
    message(6, { from: 'agent', name: 'Boris' }),
  ];
  expect(shape(thread)).toEqual([
    'day',
    'text 1 first last',
    'handover ',
    'joined Anna',
    'text 3 first last',
    'text 4 first last',
    'text 5 first last',
    'joined Boris',
    'text 6 first last',
  ]);
});

it('shows a message once, as a draft until it has arrived, under the same key', () => {
  const [, waiting] = entriesOf([], [draft('client-1')]);
  const [, , arrived, ...rest] = entriesOf([message(1), message(2, { clientId: 'client-1' })], [draft('client-1')]);
  expect(waiting?.key).toBe('client-1');
  expect(arrived?.key).toBe('client-1');
  expect(rest).toEqual([]);
});
