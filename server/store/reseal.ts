import type { Connection, Schema } from 'mongoose';
import { sealingOf } from '../declare.ts';
import { asBytes, binding } from '../vault/sealed.ts';
import type { Vault } from '../vault/vault.ts';
import { models } from './register.ts';

interface Sealer {
  db: Connection;
  vault: Pick<Vault, 'isOld' | 'openInstance' | 'sealInstance'>;
}

/**
 * Seals anew what the instance has sealed with a key before its latest: every model whose fields nobody owns. Answers
 * how many values there were; safe to run again.
 */
export async function resealInstance(
  context: Sealer,
  of: readonly (typeof models)[number][] = models,
): Promise<number> {
  let count = 0;
  for (const model of of) {
    const sealing = sealingOf(model.schema as Schema);
    if (sealing?.owner !== 'instance') continue;
    const { collection } = model(context);
    for await (const doc of collection.find({})) {
      const fresh = freshFields(context, model.modelName, doc, sealing.fields);
      if (Object.keys(fresh).length === 0) continue;
      await collection.updateOne({ _id: doc._id }, { $set: fresh });
      count += Object.keys(fresh).length;
    }
  }
  return count;
}

function freshFields(
  { vault }: Sealer,
  modelName: string,
  doc: Record<string, unknown>,
  fields: readonly string[],
): Record<string, Buffer> {
  const fresh: Record<string, Buffer> = {};
  for (const field of fields) {
    const bytes = asBytes(doc[field]);
    const bound = binding(modelName, String(doc['_id']), field);
    if (bytes && vault.isOld(bound, bytes)) fresh[field] = vault.sealInstance(bound, vault.openInstance(bound, bytes));
  }
  return fresh;
}
