import type { Api, Page } from '../../shared/api.ts';
import type { AgentView, Ref } from './views.ts';

/** The colleagues, the teams, and how many tickets each view holds. */
export class Directory {
  agents: AgentView[] = $state.raw([]);
  teams: Ref[] = $state.raw([]);
  counts: Record<string, number> = $state.raw({});
  readonly #api: Api;
  #counting: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Api) {
    this.#api = api;
  }

  async load(): Promise<void> {
    const [agents, teams] = await Promise.all([
      this.#api.get<Page<AgentView>>('/agents'),
      this.#api.get<Page<Ref>>('/teams'),
      this.count(),
    ]);
    this.agents = agents.items.filter((agent) => agent.active);
    this.teams = teams.items;
  }

  async count(): Promise<void> {
    this.counts = await this.#api.get<Record<string, number>>('/tickets/counts');
  }

  /** Counts again soon; a burst of changes costs one request. */
  countSoon(): void {
    this.#counting ??= setTimeout(() => {
      this.#counting = undefined;
      // The next change counts again.
      this.count().catch(() => undefined);
    }, 300);
  }
}
