import type { Aside } from './aside.ts';
import { COMMANDS } from './commands/table.ts';
import { decode, decodeCommand } from './decode.ts';
import { encode, type Reply } from './encode.ts';
import { fail, toMongoError, type MongoError } from './errors.ts';
import { NotHere } from './pace.ts';
import type { Store } from './store.ts';
import { isDoc, type Doc, type Value } from './value.ts';

/** What every command may carry; it changes nothing on a standalone server. */
const COMMON = new Set([
  '$db', '$readPreference', '$clusterTime', 'lsid', 'txnNumber', 'autocommit', 'startTransaction', 'readConcern',
  'writeConcern', 'maxTimeMS', 'comment', 'apiVersion', 'apiStrict', 'apiDeprecationErrors', 'mayBypassWriteBlocking',
  'stmtId', 'stmtIds', '$audit', '$client', 'rawData', 'databaseVersion', 'shardVersion', '$queryOptions',
]); // prettier-ignore

/** Documents that a read may look at in this thread: some milliseconds. */
const LONG_READ = 2000;

/** A message's body and the document sequences that came beside it. */
export interface Message {
  body: Buffer;
  sequences: { name: string; documents: Buffer[] }[];
  /** Bytes to leave before the answer, for its header. */
  room: number;
}

/**
 * Runs a command and hands its encoded answer to `answer` once everything it says is durable. Never throws for what
 * the command asks; malformed BSON does throw.
 */
export function runCommand(store: Store, message: Message, answer: (reply: Buffer) => void): void {
  const { doc, raws } = decodeCommand(message.body, 'documents');
  let reply: { [name: string]: Reply };
  try {
    reply = execute(store, doc, raws, message.sequences);
  } catch (error) {
    if (error instanceof NotHere && store.aside) return runAside(store, store.aside, message, answer);
    reply = errorReply(toMongoError(error));
  }
  let bytes: Buffer;
  try {
    bytes = encode(reply, message.room);
  } catch (error) {
    bytes = encode(errorReply(toMongoError(error)), message.room);
  }
  store.commit.settle((error) => answer(error ? encode(errorReply(error), message.room) : bytes), isRelaxed(doc));
}

/** What a client may have seen is committed before the other thread looks. */
function runAside({ commit }: Store, aside: Aside, message: Message, answer: (reply: Buffer) => void): void {
  commit.flush();
  aside.read(message).then(answer, (error: unknown) => {
    answer(encode(errorReply(toMongoError(error)), message.room));
  });
}

/** A write concern that asks for an answer before the journal is on disk. */
function isRelaxed({ writeConcern }: Doc): boolean {
  return isDoc(writeConcern) && writeConcern.j === false;
}

function execute(store: Store, command: Doc, raws: Buffer[] | undefined, sequences: Message['sequences']) {
  const name = Object.keys(command)[0] ?? fail(59, "no such command: ''");
  const known = COMMANDS.get(name) ?? fail(59, `no such command: '${name}'`);
  const database = command.$db;
  if (typeof database !== 'string' || database === '') return fail(40414, 'OP_MSG requests require a $db argument');
  if (/[/\\. "$\0]/.test(database)) fail(73, `Invalid database name: '${database}'`);
  refuseTransactions(command);
  let documents = raws;
  for (const sequence of sequences) {
    if (sequence.name === 'documents') documents = sequence.documents;
    else command[sequence.name] = sequence.documents.map((bytes) => decode(bytes)) as Value[];
  }
  for (const field of Object.keys(command)) {
    if (field === name || known.lenient || COMMON.has(field) || known.fields?.includes(field)) continue;
    fail(40415, `BSON field '${name}.${field}' is an unknown field.`);
  }
  if (store.aside && known.beside === 'always') throw new NotHere();
  store.pace.left = store.aside && known.beside === 'when long' ? LONG_READ : Infinity;
  return known.run({ store, database, name, command, raws: documents });
}

/** In the words of a standalone MongoDB. */
function refuseTransactions(command: Doc): void {
  if (command.txnNumber !== undefined || command.startTransaction !== undefined || command.autocommit !== undefined) {
    fail(20, 'Transaction numbers are only allowed on a replica set member or mongos');
  }
}

function errorReply(error: MongoError): { [name: string]: Reply } {
  const { code, codeName, message, extra } = error;
  return { ok: 0, errmsg: message, code, codeName, ...(extra as { [name: string]: Reply } | undefined) };
}
