import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Types, type Schema } from 'mongoose';
import { afterAll, expect, test } from 'vitest';
import { Agents } from '../../../server/agents/model.ts';
import { begin } from '../../../server/agents/two-factor/factor.ts';
import { sealingOf } from '../../../server/declare.ts';
import { boundTo } from '../../../server/settings/account-model.ts';
import { models } from '../../../server/store/register.ts';
import { resealInstance } from '../../../server/store/reseal.ts';
import { instanceKey } from '../../../server/vault/instance.ts';
import { dropOldSeals, exchangeInstanceKey } from '../../../server/vault/instance-keys.ts';
import { openKeyFile } from '../../../server/vault/keys.ts';
import { asBytes, binding } from '../../../server/vault/sealed.ts';
import { sealSecrets } from '../../../server/webhooks/secrets.ts';
import { buildTestApp } from '../../support/app.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'ombud-reseal-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** Every value that the instance has sealed, opened the way rotate-key opens it, and whether it is of an old key. */
async function secretsOf({ context }: Awaited<ReturnType<typeof buildTestApp>>) {
  const found: { field: string; plain: string; old: boolean }[] = [];
  for (const model of models) {
    const sealing = sealingOf(model.schema as Schema);
    if (sealing?.owner !== 'instance') continue;
    for (const doc of await model(context).collection.find({}).toArray())
      for (const field of sealing.fields) {
        const bytes = asBytes(doc[field]);
        const bound = binding(model.modelName, String(doc._id), field);
        if (bytes)
          found.push({
            field: `${model.modelName}.${field}`,
            plain: context.vault.openInstance(bound, bytes).toString(),
            old: context.vault.isOld(bound, bytes),
          });
      }
  }
  return found;
}

test('what the instance has sealed follows another instance key, and opens without the one before', async () => {
  const app = await buildTestApp({ dataDir });
  const { context } = app;
  const agent = await Agents(context).findOne({}).lean().orFail();
  const { secret } = await begin(context, agent as never);
  const [webhook, account] = [new Types.ObjectId(), new Types.ObjectId()];
  const address = { url: 'https://hooks.example/1', secret: 'a webhook secret' };
  await context.db.collection('webhooks').insertOne({ _id: webhook, ...sealSecrets(context, webhook, address) });
  const settings = context.vault.sealInstance(boundTo(account), '{"password":"of a mailbox"}');
  await context.db.collection('accounts').insertOne({ _id: account, settings });
  const before = await secretsOf(app);
  expect(before.map(({ plain }) => plain)).toEqual(
    expect.arrayContaining([secret, address.url, address.secret, '{"password":"of a mailbox"}']),
  );
  await app.close(true);

  const path = join(dataDir, 'secret.key');
  const keys = openKeyFile(join(dataDir, 'keys.db'));
  exchangeInstanceKey(keys, instanceKey(readFileSync(path, 'utf8')), instanceKey('the next one'));
  keys.close();
  writeFileSync(path, 'the next one');
  const next = await buildTestApp({ dataDir });
  expect((await secretsOf(next)).every(({ old }) => old)).toBe(true);
  expect(await resealInstance(next.context)).toBe(before.length);
  expect(await resealInstance(next.context)).toBe(0);
  await next.close(true);

  const after = openKeyFile(join(dataDir, 'keys.db'));
  dropOldSeals(after);
  after.close();
  const last = await buildTestApp({ dataDir });
  expect(await secretsOf(last)).toEqual(before);
  await last.close();
});
