import { ObjectId } from 'bson';
import { docFrom, type Collection, type Stored } from './collection.ts';
import { decode } from './decode.ts';
import { encode } from './encode.ts';
import { equalitiesOf } from './equalities.ts';
import { fail } from './errors.ts';
import { parseFilter } from './filter.ts';
import { isReplacement, type Updater } from './update.ts';
import { docOf, isDoc, TYPE, typeName, typeOf, type Doc, type Value } from './value.ts';

const MAX_DOCUMENT = 16 * 1024 * 1024;

export interface WriteOptions {
  bypassValidation: boolean;
}

/** Stores a document as it came, with an `_id` of its own if it has none; answers the `_id`. */
export function insertDocument(collection: Collection, raw: Uint8Array, options: WriteOptions): Value {
  let doc = decode(raw);
  let bytes = raw;
  if (Object.keys(doc)[0] !== '_id') {
    doc = withId(doc);
    bytes = encode(doc);
  }
  checkId(doc._id!, true);
  store(collection, bytes, doc, options);
  return doc._id!;
}

function store(collection: Collection, bytes: Uint8Array, doc: Doc, options: WriteOptions): void {
  if (bytes.length > MAX_DOCUMENT)
    fail(
      10334,
      `BSONObj size: ${bytes.length} (0x${bytes.length.toString(16).toUpperCase()}) is invalid. Size must ` +
        'be between 0 and 16793600(16MB)',
    );
  validate(collection, doc, options);
  collection.insert(bytes, doc);
}

/** A changed document: `before` are its old bytes; `modified` is false when nothing changed. */
export interface Change {
  before: Buffer;
  after: Buffer;
  modified: boolean;
}

/** Applies an update to a stored document. */
export function updateDocument(
  collection: Collection,
  stored: Stored,
  updater: Updater,
  position: number,
  options: WriteOptions,
): Change {
  const doc = docFrom(stored);
  const entries = collection.entriesOf(doc);
  const exempt = isExempt(collection, doc);
  const next = updater(doc, { position, inserting: false });
  const after = encode(next);
  const before = stored.bytes;
  if (after.equals(before)) return { before, after: before, modified: false };
  if (after.length > MAX_DOCUMENT) fail(17419, `Resulting document after update is larger than ${MAX_DOCUMENT}`);
  if (!exempt) validate(collection, next, options);
  collection.update(stored.rid, entries, after, next);
  return { before, after, modified: true };
}

/** Inserts what an upsert makes of its filter's equalities and its update; answers the document's bytes and `_id`. */
export function upsertDocument(
  collection: Collection,
  query: Doc,
  update: Value,
  updater: Updater,
  options: WriteOptions,
): { bytes: Buffer; id: Value } {
  const start = equalitiesOf(parseFilter(query), isReplacement(update));
  const doc = withId(updater(start, { position: -1, inserting: true }));
  checkId(doc._id!, false);
  const bytes = encode(doc);
  store(collection, bytes, doc, options);
  return { bytes, id: doc._id! };
}

/** The document with `_id` as its first field, made up if there is none. */
function withId(doc: Doc): Doc {
  if (Object.keys(doc)[0] === '_id') return doc;
  const { _id = new ObjectId(), ...fields } = doc;
  return docOf({ _id, ...fields });
}

function checkId(id: Value, inserted: boolean): void {
  const type = typeOf(id);
  if (type === TYPE.array || type === TYPE.regex) {
    if (inserted) fail(2, `can't use ${type === TYPE.array ? 'an array' : 'a regex'} for _id`);
    fail(53, `The '_id' value cannot be of type ${typeName(id)}`);
  }
  if (isDoc(id) && Object.keys(id).some((name) => name.startsWith('$'))) {
    fail(52, `_id fields may not contain '$'-prefixed fields: ${Object.keys(id)[0]} is not valid for storage.`);
  }
}

/** Under the moderate level, documents that did not pass before need not pass now. */
function isExempt({ options, validator }: Collection, before: Doc): boolean {
  return options.validationLevel === 'moderate' && validator?.(before) === false;
}

function validate(collection: Collection, doc: Doc, { bypassValidation }: WriteOptions): void {
  if (bypassValidation || !collection.validator || collection.validator(doc)) return;
  if (collection.options.validationAction === 'warn' || collection.options.validationLevel === 'off') return;
  fail(121, 'Document failed validation', docOf({ errInfo: docOf({ failingDocumentId: doc._id! }) }));
}
