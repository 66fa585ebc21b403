import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Toasts } from '../../../web/inbox/state/toasts.svelte.ts';
import { Undo } from '../../../web/inbox/state/undo.svelte.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));

function undoable(more: object = {}) {
  const toasts = new Toasts();
  const undo = new Undo(toasts);
  const run = vi.fn();
  return { toasts, undo, run, offered: { text: 'Done', label: 'Undo', run, until: 10_000, ...more } };
}

describe('undo', () => {
  it('runs the last thing once, while its time lasts', () => {
    const { undo, run, offered } = undoable();
    undo.offer(offered);
    vi.setSystemTime(9_999);
    expect([undo.run(), undo.run()]).toEqual([true, false]);
    expect(run).toHaveBeenCalledTimes(1);
    undo.offer(offered);
    vi.setSystemTime(10_001);
    expect(undo.run()).toBe(false);
  });

  it('says nothing on the ticket itself, and reminds where one goes next', () => {
    const { undo, toasts, run, offered } = undoable({ ticket: 7 });
    undo.offer(offered, 7);
    undo.left(7);
    expect(toasts.items).toEqual([]);
    undo.left(8);
    expect(toasts.items).toMatchObject([{ text: 'Done', actions: [{ label: 'Undo' }] }]);
    toasts.items[0]?.actions[0]?.run();
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('forgets what cannot be undone any more', () => {
    const { undo, toasts, offered } = undoable({ ticket: 7 });
    undo.offer(offered, 7);
    undo.forget();
    undo.left(8);
    expect([undo.run(), toasts.items]).toEqual([false, []]);
  });
});
