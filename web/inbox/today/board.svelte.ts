import type { DeskView } from '../../../server/settings/desk-schema.ts';
import type { TodayView } from '../../../server/reports/schema.ts';
import { ApiError, type Api } from '../../shared/api.ts';

/** However much happens, the numbers are read no more often. */
const EVERY_MS = 2_000;

/** The numbers of Today as they were read last. */
export class Board {
  shown: TodayView | undefined = $state.raw();
  error: ApiError | undefined = $state.raw();
  readonly #api: Api;
  #readAt = -EVERY_MS;
  #planned: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Api) {
    this.#api = api;
  }

  async load(): Promise<void> {
    this.#readAt = performance.now();
    try {
      this.shown = await this.#api.get<TodayView>('/today');
      this.error = undefined;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.error = error;
    }
  }

  /** Reads again in a moment; not while nobody can see it. */
  soon(): void {
    if (document.hidden) return;
    const left = this.#readAt + EVERY_MS - performance.now();
    this.#planned ??= setTimeout(
      () => {
        this.#planned = undefined;
        void this.load();
      },
      Math.max(0, left),
    );
  }

  stop(): void {
    clearTimeout(this.#planned);
  }

  /** Rejects with ApiError. */
  async set(desk: DeskView): Promise<void> {
    await this.#api.put<DeskView>('/desk', desk);
    await this.load();
  }
}
