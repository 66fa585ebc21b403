import type { ChannelView } from '../../../server/operations/schema.ts';
import type { Api } from '../../shared/api.ts';

/** A short failure mends itself, and is no news. */
const PATIENCE_MS = 120_000;

/** How the desk's ways in and out are doing. */
export class Channels {
  items: ChannelView[] = $state.raw([]);
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  async load(): Promise<void> {
    this.items = (await this.#api.get<{ items: ChannelView[] }>('/channels')).items;
  }

  /** What has been down for two minutes at this time. */
  failing(now: number): ChannelView[] {
    return this.items.filter(({ state, since }) => state === 'down' && now - new Date(since).getTime() >= PATIENCE_MS);
  }

  async retry({ channel, account }: ChannelView): Promise<void> {
    this.items = (await this.#api.post<{ items: ChannelView[] }>(`/channels/${channel}/${account}/retry`)).items;
  }
}
