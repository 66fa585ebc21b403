import { encodeAll, pipelineOf, runPipeline } from '../aggregate.ts';
import { encode } from '../encode.ts';
import { fail } from '../errors.ts';
import { newDoc, type Doc } from '../value.ts';
import { optionalCount, optionalDoc, readOptions, type Command, type Request } from './command.ts';

export const aggregate: Command = {
  fields: [
    'pipeline', 'cursor', 'explain', 'allowDiskUse', 'bypassDocumentValidation', 'hint', 'let', 'collation',
    'fromMongos', 'needsMerge',
  ], // prettier-ignore
  run(request) {
    const { store, command, database } = request;
    const namespace = namespaceOf(request);
    const cursor = optionalDoc(command, 'cursor');
    if (command.explain !== undefined) return fail(9, "The 'explain' option is only supported as the explain command");
    if (!cursor) return fail(9, "The 'cursor' option is required, except for aggregate with the explain argument");
    const pipeline = pipelineOf(command.pipeline);
    const { compare, scope, deadline } = readOptions(command);
    const environment = { store, database, compare, scope, deadline, depth: 0 };
    const docs = runPipeline(namespace, pipeline, environment);
    const size = optionalCount(cursor ?? newDoc(), 'batchSize') ?? 101;
    const items = writes(pipeline) ? encodeNow(docs) : encodeAll(docs);
    const { batch, id } = store.cursors.start(namespace, items, size, false);
    if (deadline) deadline.at = Infinity;
    return { cursor: { firstBatch: batch, id, ns: namespace }, ok: 1 };
  },
};

/** A pipeline that writes does so even if nobody reads its (empty) result. */
function writes(pipeline: Doc[]): boolean {
  const last = pipeline.at(-1);
  return last !== undefined && ('$out' in last || '$merge' in last);
}

function encodeNow(docs: Iterable<Doc>): Iterator<Uint8Array> {
  return [...docs].map((doc) => encode(doc)).values();
}

function namespaceOf({ database, command }: Request): string {
  const name = command.aggregate;
  if (typeof name === 'string' && name !== '') return `${database}.${name}`;
  return `${database}.$cmd.aggregate`;
}
