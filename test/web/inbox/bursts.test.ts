import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Bursts } from '../../../web/inbox/state/bursts.ts';

beforeEach(() => void vi.useFakeTimers());

function bursts() {
  const took: number[] = [];
  return { took, pushed: new Bursts<number>((one) => took.push(one)) };
}

describe('what comes in bursts', () => {
  it('is handed on at once when it comes alone', () => {
    const { took, pushed } = bursts();
    pushed.put(1);
    expect(took).toEqual([1]);
    vi.advanceTimersByTime(1_000);
    pushed.put(2);
    expect(took).toEqual([1, 2]);
  });

  it('is handed on together, in order, ten times a second', () => {
    const { took, pushed } = bursts();
    const at: number[] = [];
    for (let ms = 0; ms < 1_000; ms += 20) {
      pushed.put(ms);
      if (took.length !== at.at(-1)) at.push(took.length);
      vi.advanceTimersByTime(20);
    }
    vi.advanceTimersByTime(100);
    expect(took).toEqual(Array.from({ length: 50 }, (_, i) => i * 20));
    expect(at.length).toBeLessThanOrEqual(11);
  });

  it('is handed on before what must not overtake it', () => {
    const { took, pushed } = bursts();
    for (const one of [1, 2, 3]) pushed.put(one);
    expect(took).toEqual([1]);
    pushed.flush();
    expect(took).toEqual([1, 2, 3]);
    vi.advanceTimersByTime(1_000);
    expect(took).toEqual([1, 2, 3]);
  });
});
