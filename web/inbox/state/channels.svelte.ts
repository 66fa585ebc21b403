import type { ChannelView } from '../../../server/operations/schema.ts';
import type { Api } from '../../shared/api.ts';

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

  /** What has been down for two minutes; the server says when it comes to that. */
  get failing(): ChannelView[] {
    return this.items.filter(({ failing }) => failing);
  }

  async retry({ channel, account }: ChannelView): Promise<void> {
    this.items = (await this.#api.post<{ items: ChannelView[] }>(`/channels/${channel}/${account}/retry`)).items;
  }
}
