import { afterAll, describe, expect, it } from 'vitest';
import { startSecondEngine } from '../support/second-engine.ts';
import { runBeside } from '../support/store-model/beside.ts';

/** The same every time unless one is given: another way may find another difference of DocumentDB from MongoDB. */
const SEED = Number(process.env.OMBUD_SEED ?? 77);

// The long form only: the short one runs with the other tests on the second engine (test/server/store).
const engine = await startSecondEngine();
afterAll(() => ('uri' in engine ? engine.stop() : undefined));
const missing = 'reason' in engine ? engine.reason : undefined;

describe.skipIf(missing)(`the embedded store beside DocumentDB (${missing ?? 'which is running'})`, () => {
  it('answers 10,000 random operations the same; the known differences are left out', async () => {
    const uri = 'uri' in engine ? engine.uri : '';
    const { ran, leftOut } = await runBeside(uri, { atLeast: 10_000, length: 60, seed: SEED });
    const lines = [...leftOut].map(([what, times]) => `  left out ${times} times: ${what}\n`);
    process.stdout.write(`${ran} operations, seed ${SEED}\n${lines.join('')}`);
    expect(ran).toBeGreaterThanOrEqual(10_000);
  });
});
