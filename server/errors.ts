/**
 * Every error that leaves the house: stable id, HTTP status, safe text. Thrown where known as `fail('id')`, rendered
 * once by http/problem.ts as an RFC 9457 problem with `code` = id. Detail texts never hold personal data.
 */
export const errors = {
  'bad-request': [400, 'The request is not valid.'],
  'invalid-cursor': [400, 'The cursor is not valid.'],
  'not-signed-in': [401, 'Sign in first.'],
  'wrong-credentials': [401, 'E-mail address or password is wrong.'],
  'code-needed': [401, 'A code of the second factor is needed as well.'],
  'wrong-code': [401, 'This code is wrong, or was used before.'],
  'link-gone': [410, 'This link was used or has expired.'],
  forbidden: [403, 'You may not do this.'],
  'cross-site': [403, 'This request came from another site.'],
  'not-found': [404, 'There is no such thing here.'],
  erased: [410, 'This was erased, and cannot be brought back.'],
  'too-large': [413, 'That is too large.'],
  'unsupported-type': [415, 'This kind of content is not supported.'],
  conflict: [409, 'This was changed meanwhile.'],
  'newer-messages': [409, 'Something new has arrived on this ticket.'],
  merged: [409, 'This ticket was merged into another one.'],
  'other-customer': [409, 'These tickets are of different customers.'],
  'already-exists': [409, 'This exists already.'],
  'idempotency-mismatch': [422, 'This Idempotency-Key was used for another request.'],
  'cannot-send': [422, 'This channel cannot send a reply now.'],
  held: [409, 'A legal hold is on this: lift it first, or say that it is to be overridden.'],
  'last-admin': [422, 'The last admin must stay.'],
  'illegal-step': [422, 'This step is not possible from here.'],
  'details-missing': [422, 'This step needs something that was not said.'],
  'outcome-missing': [422, 'This has no outcome yet, and cannot be solved.'],
  'price-open': [422, 'The customer has not accepted the price yet.'],
  'slot-taken': [409, 'This time is not free, or not any more.'],
  damaged: [422, 'This was damaged where it is stored, and cannot be read.'],
  unprocessable: [422, 'This cannot be processed.'],
  'rate-limited': [429, 'Too many requests. Try again later.'],
  'internal-error': [500, 'Something went wrong on our side.'],
  'store-unavailable': [503, 'The store is not available at the moment.'],
  'not-ready': [503, 'Not ready yet.'],
} as const satisfies Record<string, readonly [number, string]>;

export type ErrorCode = keyof typeof errors;

export class Failure extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail: string | undefined;
  /** Further members of the problem document. */
  readonly extra: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, detail?: string, extra?: Record<string, unknown>) {
    super(detail ?? errors[code][1]);
    this.code = code;
    this.status = errors[code][0];
    this.detail = detail;
    this.extra = extra;
  }
}

/** Throws the error of that id; `detail` says in a sentence what is wrong with this one. */
export function fail(code: ErrorCode, detail?: string, extra?: Record<string, unknown>): never {
  throw new Failure(code, detail, extra);
}
