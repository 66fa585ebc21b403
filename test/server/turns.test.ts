import { describe, expect, it } from 'vitest';
import { createPace, givenWay, isCalm, joined, peopleAsk, slicesOf, turnFor, weightOf } from '../../server/turns.ts';

const MB = 1024 * 1024;
const bytes = (length: number) => Buffer.alloc(length, 'abcdefghijk');

describe('turns of the event loop', () => {
  it('are left to others between large pieces of work, not between small ones', async () => {
    let turns = 0;
    const counting = (): void => {
      turns++;
      timer = setImmediate(counting);
    };
    let timer = setImmediate(counting);
    await Promise.all(Array.from({ length: 100 }, () => turnFor(100)));
    expect(turns).toBe(0);
    await Promise.all(Array.from({ length: 10 }, () => turnFor(MB)));
    expect(turns).toBeGreaterThanOrEqual(9);
    clearImmediate(timer);
  });

  it('are left to others by what goes on for long, not by what is over soon', async () => {
    const pace = createPace();
    expect(pace()).toBeUndefined();
    const late = performance.now() + 50;
    while (performance.now() < late);
    const pause = pace();
    expect(pause).toBeInstanceOf(Promise);
    await pause;
    expect(pace()).toBeUndefined();
  });

  it('are left to people who ask by what can wait, which has its share all the same, and all of them in calm', async () => {
    let turns = 0;
    peopleAsk();
    const asking = setInterval(() => {
      turns++;
      peopleAsk();
    }, 1);
    await givenWay(5);
    expect(turns).toBeGreaterThan(0);
    clearInterval(asking);
    while (!isCalm()) await new Promise((resolve) => setTimeout(resolve, 5));
    const aMonth = 2_592_000_000;
    await givenWay(aMonth);
  });

  it.each([[0], [1], [3 * MB + 5]])('lie between the slices of %i bytes, which stay what they are', async (length) => {
    const whole = bytes(length);
    expect(Buffer.concat([...slicesOf(whole)]).equals(whole)).toBe(true);
    const one = await joined([whole.subarray(0, 7), whole.subarray(7)]);
    expect(one.equals(whole)).toBe(true);
    // Its own memory, so that it can be handed over to a worker.
    expect(one.buffer.byteLength).toBe(length);
  });

  it('know what a document weighs', () =>
    expect(
      weightOf({ _id: 1, text: 'four', html: undefined, raw: bytes(5), bin: { buffer: bytes(6) }, at: null }),
    ).toBe(15));
});
