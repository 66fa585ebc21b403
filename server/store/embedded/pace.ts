/** This thread does not do it; the one beside it does (see `aside.ts`). */
export class NotHere extends Error {}

/** How far a read may go in the thread that also writes, and what a long one does now and then elsewhere. */
export class Pace {
  /** Documents that may still be looked at; a read that goes on is started over in the thread beside. */
  left = Infinity;
  /** Called where a read can be interrupted. */
  breathe: (() => void) | undefined;

  /** So many documents were looked at. Throws `NotHere` when they are too many. */
  step(documents: number): void {
    this.left -= documents;
    if (this.left < 0) throw new NotHere();
    this.breathe?.();
  }
}
