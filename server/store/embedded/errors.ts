import type { Doc } from './value.ts';

/** MongoDB's error codes (src/mongo/base/error_codes.yml) that this store answers with. */
const NAMES: Record<number, string> = {
  1: 'InternalError',
  2: 'BadValue',
  9: 'FailedToParse',
  13: 'Unauthorized',
  14: 'TypeMismatch',
  15: 'Overflow',
  16: 'InvalidLength',
  17: 'ProtocolError',
  20: 'IllegalOperation',
  22: 'InvalidBSON',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  48: 'NamespaceExists',
  50: 'MaxTimeMSExpired',
  52: 'DollarPrefixedFieldName',
  53: 'InvalidIdField',
  56: 'EmptyFieldName',
  59: 'CommandNotFound',
  54: 'NotSingleValueField',
  61: 'ShardKeyNotFound',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  72: 'InvalidOptions',
  73: 'InvalidNamespace',
  85: 'IndexOptionsConflict',
  86: 'IndexKeySpecsConflict',
  115: 'CommandNotSupported',
  121: 'DocumentValidationFailure',
  146: 'ExceededMemoryLimit',
  168: 'InvalidPipelineOperator',
  171: 'CannotIndexParallelArrays',
  197: 'InvalidIndexSpecificationOption',
  238: 'NotImplemented',
  224: 'QueryFeatureNotAllowed',
  241: 'ConversionFailure',
  291: 'NoQueryExecutionPlans',
  292: 'QueryExceededMemoryLimitNoDiskUseAllowed',
  352: 'UnsupportedOpQueryCommand',
  10334: 'BSONObjectTooLarge',
  11000: 'DuplicateKey',
  14031: 'OutOfDiskSpace',
};

/** A refusal as MongoDB words it; it travels to the client as `{ ok: 0, code, codeName, errmsg }`. */
export class MongoError extends Error {
  readonly code: number;
  readonly extra: Doc | undefined;

  /** `message` may hold names as they stand in a `Doc`. */
  constructor(code: number, message: string, extra?: Doc) {
    super(message.replaceAll('\0', ''));
    this.code = code;
    this.extra = extra;
  }

  get codeName(): string {
    return NAMES[this.code] ?? `Location${this.code}`;
  }
}

/** Throws a `MongoError`. */
export function fail(code: number, message: string, extra?: Doc): never {
  throw new MongoError(code, message, extra);
}

/** What went wrong, as a `MongoError`: SQLite's full disk and I/O errors get MongoDB's codes, the rest is internal. */
export function toMongoError(error: unknown): MongoError {
  if (error instanceof MongoError) return error;
  const { errcode, code, message } = error as { errcode?: number; code?: string; message?: string };
  if (errcode === 13 || code === 'ENOSPC') return new MongoError(14031, `No space left for the store: ${message}`);
  if (errcode !== undefined) return new MongoError(1, `The store's file failed: ${message}`);
  if (error instanceof RangeError) return new MongoError(2, `Invalid value: ${message}`);
  return new MongoError(1, `Internal error: ${message}`);
}

/** SQLITE_IOERR and its kinds, of which failed syncs are some. */
export function isIoError(error: unknown): boolean {
  return (((error as { errcode?: number }).errcode ?? 0) & 255) === 10;
}
