import type { CallbackList, CallbackView } from '../../../server/callbacks/schema.ts';
import type { Api } from '../../shared/api.ts';

/** Who is to be called, for this agent or all of them. */
export class Callbacks {
  /** Undefined until it was asked for. */
  items: CallbackView[] | undefined = $state.raw();
  offered = $state(false);
  mine = $state(true);
  readonly #api: Api;
  #asked = 0;

  constructor(api: Api) {
    this.#api = api;
  }

  async load(mine = this.mine): Promise<void> {
    const asked = ++this.#asked;
    const list = await this.#api.get<CallbackList>('/callbacks', mine ? { mine: 'true' } : {});
    if (asked !== this.#asked) return;
    [this.items, this.offered, this.mine] = [list.items, list.offered, mine];
  }

  /** Somebody has done something: read again where it is shown. */
  async heard(): Promise<void> {
    if (this.items) await this.load();
  }

  /** Claims, gives back, concludes or cancels a call. */
  async act(id: string, what: 'claim' | 'outcome' | 'cancellation' | 'release', body: object = {}): Promise<void> {
    try {
      if (what === 'release') await this.#api.delete(`/callbacks/${id}/claim`);
      else await this.#api.post(`/callbacks/${id}/${what}`, body);
    } finally {
      await this.load();
    }
  }
}
