import { expect, it } from 'vitest';
import { anybody, ours, roundRobin, simulate } from '../../bench/routing-day.ts';

it('a day of 1,000 tickets and 20 agents: soonest done, most in their own language, and about as fair as in turns', () => {
  const [own, turns, random] = [simulate(ours), simulate(roundRobin()), simulate(anybody())];
  console.table({ Ombud: own, 'round robin': turns, random });
  expect(own.spoken).toBeGreaterThan(turns.spoken + 20);
  expect(own.spoken).toBeGreaterThan(random.spoken + 20);
  expect(own.doneP95).toBeLessThan(turns.doneP95);
  expect(own.doneP95).toBeLessThan(random.doneP95);
  expect(own.waitP95).toBeLessThanOrEqual(turns.waitP95);
  expect(own.fairness).toBeGreaterThan(0.9);
  expect(own.fairness).toBeGreaterThanOrEqual(random.fairness);
});
