import { leadingQuery } from '../aggregate.ts';
import type { Reply } from '../encode.ts';
import { fail } from '../errors.ts';
import type { IndexPlan, Plan } from '../plan.ts';
import { planQuery, type Planned, type Query } from '../query.ts';
import { docOf, isDoc, type Doc } from '../value.ts';
import { docs, optionalDoc, readOptions, type Command } from './command.ts';
import { queryOf } from './find.ts';
import { writeQuery } from './update.ts';

export const explain: Command = {
  fields: ['verbosity'],
  run(request) {
    const { store, database } = request;
    const command = optionalDoc(request.command, 'explain') ?? fail(9, 'explain needs a command');
    const name = Object.keys(command)[0]!;
    const namespace = `${database}.${String(command[name])}`;
    const query = explained(name, command);
    const planned = planQuery(store.find(namespace), query);
    const reply: { [name: string]: Reply } = {
      explainVersion: '1',
      queryPlanner: {
        namespace,
        parsedQuery: query.filter ?? {},
        winningPlan: describe(planned.plan, query),
        rejectedPlans: [],
      },
      command,
      serverInfo: { host: 'ombud', version: '7.0.0' },
      ok: 1,
    };
    if (request.command.verbosity !== 'queryPlanner') reply.executionStats = execute(planned);
    return reply;
  },
};

function explained(name: string, command: Doc): Query {
  switch (name) {
    case 'find':
      return queryOf(command);
    case 'count':
    case 'distinct':
    case 'findAndModify':
      return { ...readOptions(command), filter: optionalDoc(command, 'query'), sort: optionalDoc(command, 'sort') };
    case 'update':
      return writeQuery(docs(command, 'updates')[0]!, command, undefined);
    case 'delete':
      return writeQuery(docs(command, 'deletes')[0]!, command, undefined);
    case 'aggregate':
      return leadingQuery(docs(command, 'pipeline'), readOptions(command)).query;
    default:
      return fail(59, `Explain failed due to unknown command: ${name}`);
  }
}

function execute({ run, examined }: Planned): { [name: string]: Reply } {
  const from = performance.now();
  let nReturned = 0;
  for (const _ of run()) nReturned++;
  return {
    executionSuccess: true,
    nReturned,
    executionTimeMillis: Math.round(performance.now() - from),
    totalKeysExamined: examined.keys,
    totalDocsExamined: examined.docs,
  };
}

function describe(plan: Plan, query: Query): { [name: string]: Reply } {
  const access = describeAccess(plan);
  const filtered = plan.residual && plan.kind !== 'scan' ? { ...access, filter: query.filter ?? {} } : access;
  const sorted = plan.sorted ? filtered : { stage: 'SORT', sortPattern: query.sort ?? {}, inputStage: filtered };
  const { limit = Infinity, skip = 0 } = query;
  const skipped = skip > 0 ? { stage: 'SKIP', skipAmount: skip, inputStage: sorted } : sorted;
  return limit === Infinity ? skipped : { stage: 'LIMIT', limitAmount: limit, inputStage: skipped };
}

function describeAccess(plan: Plan): { [name: string]: Reply } {
  if (plan.kind === 'scan') return { stage: 'COLLSCAN', direction: plan.backwards ? 'backward' : 'forward' };
  if (plan.kind === 'union') {
    return { stage: 'FETCH', inputStage: { stage: 'OR', inputStages: plan.parts.map(describeIndex) } };
  }
  const scan = describeIndex(plan);
  return { stage: 'FETCH', inputStage: plan.merge ? { stage: 'SORT_MERGE', inputStages: [scan] } : scan };
}

function describeIndex({ index, backwards, ranges }: IndexPlan): { [name: string]: Reply } {
  const partial = isDoc(index.partial) ? docOf({ isPartial: true }) : docOf({ isPartial: false });
  return {
    stage: 'IXSCAN',
    keyPattern: index.spec.key,
    indexName: index.name,
    isMultiKey: index.arrays !== 0,
    isUnique: index.unique,
    isSparse: index.sparse,
    ...partial,
    direction: backwards ? 'backward' : 'forward',
    ranges: ranges.length,
  };
}
