import { mongo } from 'mongoose';
import { difference } from './agree.ts';
import { dropIndex, execute, type Target } from './execute.ts';
import { Model, type Outcome } from './model.ts';
import type { Operation } from './operations.ts';

// The classes of the driver, whatever else is loaded.
const { EJSON } = mongo.BSON;

/** A collection that must do as the model does. Without `indexed` it gets only the unique indexes; `foreign`: not ours. */
export interface Follower extends Target {
  indexed: boolean;
  foreign?: boolean;
}

/** An operation as it is to be run, what is there before and after it, and what must come of it. */
export interface Step {
  operation: Operation;
  before: Pick<Model, 'docs' | 'indexes'>;
  after: Pick<Model, 'docs' | 'indexes'>;
  outcome: Outcome;
}

/**
 * Runs operations on the model and on all followers, but for those that are to be left out; throws where one of them
 * disagrees. Answers how many ran.
 */
export async function runAll(
  operations: Operation[],
  followers: Follower[],
  leftOut: (step: Step) => boolean = () => false,
): Promise<number> {
  const model = new Model();
  let ran = 0;
  for (const [i, operation] of operations.entries()) {
    const before = { docs: [...model.docs], indexes: [...model.indexes] };
    const prediction = model.predict(operation);
    if (!prediction || leftOut({ ...prediction, operation: prediction.run, before, after: model })) {
      Object.assign(model, before);
      continue;
    }
    ran++;
    for (const follower of followers)
      await follow(follower, prediction.run, prediction.outcome, before.indexes, `${i}`);
  }
  for (const follower of followers) await checkAll(follower, model);
  return ran;
}

async function follow(
  follower: Follower,
  operation: Operation,
  expected: Outcome,
  indexes: Model['indexes'],
  place: string,
): Promise<void> {
  if (operation.kind === 'index' && !operation.spec.unique && !follower.indexed) return;
  if (operation.kind === 'drop') {
    const spec = indexes[operation.place % indexes.length]!;
    if (spec.unique || follower.indexed) await dropIndex(follower, spec);
    return;
  }
  const { outcome, reason } = await execute(follower, operation);
  const wrong = difference(expected, outcome);
  if (wrong === undefined) return;
  const command = EJSON.stringify(operation as never, { relaxed: false });
  throw new Error(`operation ${place} on ${follower.name}: ${command}\n${wrong} ${reason ?? ''}`);
}

/** The whole content, and that the indexes agree with it. */
async function checkAll(follower: Follower, model: Model): Promise<void> {
  const all: Operation = { kind: 'find', filter: {}, sort: { _id: 1 }, skip: 0, limit: 0 };
  await follow(follower, all, model.predict(all)!.outcome, [], 'at the end');
  if (model.docs.length > 0 && !follower.foreign) await checkIndexes(follower);
}

async function checkIndexes({ db, name }: Target): Promise<void> {
  const reply = await db.command({ validate: name });
  if (reply['valid'] !== true) throw new Error(`${name}: ${JSON.stringify((reply as mongo.BSON.Document)['errors'])}`);
}
