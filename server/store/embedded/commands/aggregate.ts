import { encodeAll, nameOf, pipelineOf, runPipeline } from '../aggregate.ts';
import { encode } from '../encode.ts';
import { fail } from '../errors.ts';
import { checkSource } from '../pipeline-rules.ts';
import { newDoc, type Doc } from '../value.ts';
import { optionalCount, optionalDoc, readOptions, type Command, type Request } from './command.ts';

export const aggregate: Command = {
  beside: 'when long',
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
    if (command.pipeline === undefined)
      return fail(40414, "BSON field 'aggregate.pipeline' is missing but a required field");
    const pipeline = pipelineOf(command.pipeline);
    checkSource(pipeline.map(nameOf), command);
    if (writes(pipeline)) store.pace.left = Infinity;
    const environment = { store, database, ...readOptions(command), depth: 0 };
    const docs = runPipeline(namespace, pipeline, environment);
    const size = optionalCount(cursor ?? newDoc(), 'batchSize') ?? 101;
    const items = writes(pipeline) ? encodeNow(docs) : encodeAll(docs);
    const { batch, id } = store.cursors.start(namespace, items, size, false);
    if (environment.deadline) environment.deadline.at = Infinity;
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
