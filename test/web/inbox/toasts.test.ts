import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Toasts } from '../../../web/inbox/state/toasts.svelte.ts';

beforeEach(() => void vi.useFakeTimers());

describe('notices in the corner', () => {
  it('say the same only once, for as long as the last time asks', () => {
    const toasts = new Toasts();
    toasts.info('Saved');
    toasts.info('Another thing');
    vi.advanceTimersByTime(3_000);
    toasts.info('Saved');
    expect(toasts.items.map(({ text }) => text)).toEqual(['Another thing', 'Saved']);
    vi.advanceTimersByTime(3_000);
    expect(toasts.items.map(({ text }) => text)).toEqual(['Saved']);
    vi.advanceTimersByTime(1_000);
    expect(toasts.items).toEqual([]);
  });

  it('keep an error beside a notice of the same words', () => {
    const toasts = new Toasts();
    toasts.error('Saved');
    toasts.info('Saved');
    expect(toasts.items.map(({ kind }) => kind)).toEqual(['error', 'info']);
  });
});
