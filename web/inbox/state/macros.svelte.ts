import type { MacroView } from '../../../server/macros/schema.ts';
import { shopValues } from '../../../server/messages/shop-values.ts';
import type { ShopView } from '../../../server/settings/shop-schema.ts';
import type { TagView } from '../../../server/tickets/tags/schema.ts';
import type { Api, Page } from '../../shared/api.ts';

const FRESH_MS = 60_000;

/** What is prepared for writing and working: saved replies, macros, the names of tags. */
export class Prepared {
  macros: MacroView[] = $state.raw([]);
  tags: string[] = $state.raw([]);
  /** What is said of the shop, by the names of its variables. */
  shop: Readonly<Record<string, string>> = $state.raw({});
  readonly #api: Api;
  #readAt = -Infinity;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Reads them, unless that was done a moment ago. */
  async need(): Promise<void> {
    if (performance.now() - this.#readAt > FRESH_MS) await this.load();
  }

  async load(): Promise<void> {
    this.#readAt = performance.now();
    const [macros, tags, shop] = await Promise.all([
      this.#api.get<Page<MacroView>>('/macros'),
      this.#api.get<Page<TagView>>('/tags'),
      this.#api.get<ShopView>('/shop'),
    ]);
    this.macros = macros.items;
    this.shop = shopValues(shop);
    this.tags = tags.items.filter(({ leaving }) => !leaving).map(({ name }) => name);
  }

  /** A tag that was used is offered from now on. */
  know(names: readonly string[]): void {
    const fresh = names.filter((name) => !this.tags.includes(name));
    if (fresh.length > 0) this.tags = [...this.tags, ...fresh].sort();
  }
}
