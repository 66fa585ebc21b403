import { models } from '../store/register.ts';
import { ok, problem, type Finding } from './finding.ts';
import type { Desk } from './open.ts';

/** Whether every index that the models ask for is there. */
export async function checkIndexes({ context }: Desk): Promise<Finding[]> {
  const missing: string[] = [];
  for (const define of models) {
    const model = define(context);
    const there = await model.collection.indexes().catch(() => []);
    const keys = new Set(there.map(({ key }) => JSON.stringify(key)));
    for (const [key] of model.schema.indexes())
      if (!keys.has(JSON.stringify(key))) missing.push(`${model.collection.name} ${JSON.stringify(key)}`);
  }
  return missing.length === 0
    ? [ok('All indexes are there.')]
    : missing.map((index) => problem(`An index is missing: ${index}`));
}

/** What the embedded store's `validate` says of a collection. */
interface Validated {
  valid: boolean;
  errors: string[];
  nrecords: number;
  nIndexes: number;
}

/**
 * Compares every document of the embedded store with every index. A MongoDB is left in peace: there it takes locks,
 * and is its administrator's business.
 */
export async function checkCollections({ context: { config, db } }: Desk): Promise<Finding[]> {
  if (config.mongodbUri) return [];
  const wrong: Finding[] = [];
  const total = { documents: 0, indexes: 0 };
  for (const { name } of await db.listCollections()) {
    const { errors, nrecords, nIndexes } = (await db.db!.command({ validate: name })) as unknown as Validated;
    wrong.push(...errors.map((error) => problem(`Collection ${name}: ${error}. Restore a backup.`)));
    total.documents += nrecords;
    total.indexes += nIndexes;
  }
  if (wrong.length > 0) return wrong;
  return [ok(`All ${total.documents} documents agree with all ${total.indexes} indexes.`)];
}
