import { describe, expect, it } from 'vitest';
import type { MessageView } from '../../../server/tickets/schema.ts';
import { threadItems } from '../../../web/inbox/state/thread-items.ts';
import { message } from './factories.ts';

const ME = { id: 'a'.repeat(24), name: 'Me' };

describe('what a thread shows', () => {
  const now = new Date(2026, 10, 21, 15);
  const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).toISOString();
  const shape = (messages: MessageView[], seen = 0) =>
    threadItems(
      messages.map((one) => ({ message: one })),
      seen,
      ME.id,
      now,
    ).map((item) =>
      item.kind === 'day' ? `day ${item.daysAgo}` : item.kind === 'events' ? `events ${item.events.length}` : item.kind,
    );

  it('separates the days by the reader’s calendar', () => {
    const messages = [
      message(1, { at: at(20, 23, 59) }),
      message(2, { at: at(21, 0, 1) }),
      message(3, { at: at(21, 9) }),
    ];
    expect(shape(messages)).toEqual(['day 1', 'message', 'day 0', 'message', 'message']);
  });

  it('marks once what is new since the last look, not one’s own', () => {
    const own = message(2, { at: at(21, 10), direction: 'out', author: { kind: 'agent', ...ME } });
    const messages = [
      message(1, { at: at(21, 9) }),
      own,
      message(3, { at: at(21, 11) }),
      message(4, { at: at(21, 12) }),
    ];
    expect(shape(messages, 1)).toEqual(['day 0', 'message', 'message', 'new', 'message', 'message']);
    expect(shape(messages, 4)).toEqual(['day 0', 'message', 'message', 'message', 'message']);
    expect(shape(messages, 0)).not.toContain('new');
  });

  it('folds events in a row into one line', () => {
    const event = (n: number) =>
      message(n, { at: at(21, 9), direction: 'event', event: { kind: 'status', params: {} } });
    expect(shape([event(1), event(2), message(3, { at: at(21, 9) }), event(4)])).toEqual([
      'day 0',
      'events 2',
      'message',
      'events 1',
    ]);
  });

  it('lets a merge stand by itself, unless it was taken back', () => {
    const line = (n: number, kind: string, number = '7') =>
      message(n, { at: at(21, 9), direction: 'event', event: { kind, params: { number } } });
    expect(shape([line(1, 'status'), line(2, 'merged'), line(3, 'linked')])).toEqual([
      'day 0',
      'events 1',
      'merged',
      'events 1',
    ]);
    expect(shape([line(1, 'merged'), line(2, 'unmerged')])).toEqual(['day 0', 'events 2']);
    expect(shape([line(1, 'merged'), line(2, 'unmerged'), line(3, 'merged'), line(4, 'merged', '8')])).toEqual([
      'day 0',
      'events 2',
      'merged',
      'merged',
    ]);
  });

  it('joins messages of one author within five minutes', () => {
    const messages = [
      message(1, { at: at(21, 9, 0) }),
      message(2, { at: at(21, 9, 4) }),
      message(3, { at: at(21, 9, 10) }),
    ];
    const items = threadItems(
      messages.map((one) => ({ message: one })),
      0,
      ME.id,
      now,
    );
    expect(items.flatMap((item) => (item.kind === 'message' ? [item.joined] : []))).toEqual([false, true, false]);
  });
});
