import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildTestApp } from '../../support/app.ts';

/** Also what shows that a run on a foreign engine really is one. */
test('MONGODB_URI is the store when it is set, and the embedded one serves when it is not', async () => {
  const given = process.env['TEST_MONGODB_URI'];
  const app = await buildTestApp();
  try {
    expect(app.context.config.mongodbUri?.startsWith(given || 'never')).toBe(given ? true : undefined);
    expect(existsSync(join(app.dataDir, 'ombud.db'))).toBe(!given);
    await app.context.db.collection('probe').insertOne({ of: app.dataDir });
    expect(await app.context.db.collection('probe').findOne({}, { projection: { _id: 0 } })).toEqual({
      of: app.dataDir,
    });
  } finally {
    await app.close();
  }
});
