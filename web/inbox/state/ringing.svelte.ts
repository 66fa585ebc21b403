import type { CallView } from '../../../server/calls/schema.ts';
import type { ServerFrame } from '../../../server/realtime/schema.ts';
import { type Api, ApiError } from '../../shared/api.ts';
import type { Router } from './router.svelte.ts';

type CallFrame = Extract<ServerFrame, { t: 'call' }>;

/** The call that rings with this agent, or is theirs. */
export class Ringing {
  call: CallView | undefined = $state.raw();
  readonly #api: Api;
  readonly #router: Router;
  readonly #me: () => string | undefined;
  /** Calls whose customer was opened, or that the agent has put away. */
  readonly #done = new Set<string>();

  constructor(api: Api, router: Router, me: () => string | undefined) {
    this.#api = api;
    this.#router = router;
    this.#me = me;
  }

  /** A call began or went on: shows it where it is this agent's, until somebody else has taken it. */
  async heard({ call: id, agents }: CallFrame): Promise<void> {
    const me = this.#me() ?? '';
    const shown = this.call?.id === id;
    if (!shown && (!agents.includes(me) || this.#done.has(id))) return;
    const call = await this.#api.get<CallView>(`/calls/${id}`).catch((error: unknown) => {
      if (error instanceof ApiError) return undefined;
      throw error;
    });
    if (!call) return;
    const elsewhere = call.agent !== null && call.agent.id !== me;
    if (elsewhere) return void (shown && this.close());
    const goesOn = call.state === 'ringing' || call.state === 'answered';
    if (!shown && !goesOn) return;
    this.call = call;
    if (goesOn && !this.#done.has(id) && call.direction === 'in' && !isBusy()) this.open();
  }

  /** Shows who calls. */
  open(): void {
    if (!this.call?.customer) return;
    this.#done.add(this.call.id);
    this.#router.go({ view: 'customers', page: this.call.customer.id, ticket: null, filters: {} });
  }

  close(): void {
    if (this.call) this.#done.add(this.call.id);
    this.call = undefined;
  }
}

/** Nobody is taken away from what they write, or from a question that is open. */
function isBusy(): boolean {
  const { activeElement } = document;
  const writing =
    activeElement instanceof HTMLElement && activeElement.matches('input, textarea, [contenteditable=true]');
  return writing || document.querySelector('dialog[open]') !== null;
}
