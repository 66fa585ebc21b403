import { ApiError } from '../../shared/api.ts';
import type { Inbox } from '../state/inbox.svelte.ts';

/** One form at the door: busy while it is sent, and what went wrong in words. */
export class Attempt {
  busy = $state(false);
  error = $state('');
  readonly #inbox: Inbox;

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
  }

  /** Resolves with the code of what went wrong, undefined when all went well. Codes in `expected` show no error. */
  async try(work: () => Promise<unknown>, expected: readonly string[] = []): Promise<string | undefined> {
    this.busy = true;
    this.error = '';
    try {
      await work();
      return undefined;
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      if (!expected.includes(cause.code))
        this.error = this.#inbox.t.problem.title.replace('{reason}', this.#inbox.texts.reason(cause));
      return cause.code;
    } finally {
      this.busy = false;
    }
  }
}
