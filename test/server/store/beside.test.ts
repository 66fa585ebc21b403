import { describe, expect, it } from 'vitest';
import { runBeside } from '../../support/store-model/beside.ts';

const uri = process.env['TEST_MONGODB_URI'];

describe.skipIf(!uri)(`the embedded store beside DocumentDB (${uri ?? 'skipped: TEST_MONGODB_URI is not set'})`, () => {
  it('answers random operations the same; the known differences are left out', async () => {
    const { ran } = await runBeside(uri!, { atLeast: 500, length: 60, seed: 1 });
    expect(ran).toBeGreaterThanOrEqual(500);
  });
});
