import { describe, expect, it } from 'vitest';
import { runBeside } from '../../support/store-model/beside.ts';

// vitest.config.ts takes it only with the second engine.
const uri = process.env['TEST_MONGODB_URI'] ?? '';

describe('the embedded store beside DocumentDB', () => {
  it('answers random operations the same; the known differences are left out', async () => {
    const { ran } = await runBeside(uri, { atLeast: 500, length: 60, seed: 1 });
    expect(ran).toBeGreaterThanOrEqual(500);
  });
});
