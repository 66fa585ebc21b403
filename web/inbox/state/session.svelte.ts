import { ApiError, type Api } from '../../shared/api.ts';
import type { Locale, Texts } from './texts.svelte.ts';
import type { AgentView, Availability, OwnChange, SessionView, Theme } from './views.ts';

const THEME = 'ombud.theme';

/** Who is signed in here, and how they like it. */
export class Session {
  state: 'starting' | 'out' | 'in' | 'unreachable' = $state('starting');
  agent: AgentView | undefined = $state.raw();
  #may: ReadonlySet<string> = $state.raw(new Set<string>());
  theme: Theme = $state('system');
  readonly #api: Api;
  readonly #texts: Texts;

  constructor(api: Api, texts: Texts) {
    this.#api = api;
    this.#texts = texts;
    api.onSignedOut = () => this.enter(undefined);
  }

  get id(): string {
    return this.agent?.id ?? '';
  }
  /** Read-only agents see everything and change nothing. */
  get canWrite(): boolean {
    return this.agent !== undefined && this.agent.role !== 'readonly';
  }
  /** Whether this agent has a policy of the server's (server/access/policies.ts). */
  can(policy: string): boolean {
    return this.#may.has(policy);
  }
  get shortcuts(): boolean {
    return this.agent?.settings.shortcuts ?? true;
  }

  /** Seconds in which an e-mail can be taken back; 0 for none. */
  get undoSeconds(): number {
    return this.agent?.settings.undoSeconds ?? 0;
  }

  /** Finds out whether somebody is signed in. */
  async check(): Promise<void> {
    try {
      await this.enter(await this.#api.get<SessionView>('/session'));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 401) await this.enter(undefined);
      else if (this.state === 'starting') this.state = 'unreachable';
    }
  }

  /** Rejects with ApiError; its code is `code-needed` when the second factor is asked for. */
  async signIn(email: string, password: string, totp?: string): Promise<void> {
    const credentials = { email, password, ...(totp === undefined ? {} : { totp }) };
    await this.enter(await this.#api.post<SessionView>('/session', credentials));
  }

  async signOut(): Promise<void> {
    await this.#api.delete('/session');
    await this.enter(undefined);
  }

  async setAvailability(state: Availability): Promise<void> {
    const before = this.agent;
    if (!before) return;
    this.agent = { ...before, availability: state };
    await this.#api.put('/agents/me/availability', { state }).catch((error: unknown) => {
      this.agent = before;
      throw error;
    });
  }

  async setLocale(locale: Locale): Promise<void> {
    await this.#texts.use(locale);
    await this.save({ locale });
  }

  async setTheme(theme: Theme): Promise<void> {
    this.showTheme(theme);
    await this.save({ settings: { theme } });
  }

  async setShortcuts(on: boolean): Promise<void> {
    await this.save({ settings: { shortcuts: on } });
  }

  async setUndoSeconds(undoSeconds: number): Promise<void> {
    await this.save({ settings: { undoSeconds } });
  }

  /** Puts a theme onto the page; public/theme.js does the same before the first paint. */
  showTheme(theme: Theme): void {
    this.theme = theme;
    localStorage.setItem(THEME, theme);
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }

  /** Another window or an admin has changed this agent. */
  refresh(agent: AgentView): void {
    if (agent.id === this.id) this.agent = agent;
  }

  /** Changes what agents may change of themselves; shown at once, taken back when the server refuses. */
  async save(change: OwnChange): Promise<void> {
    const before = this.agent;
    if (!before) return;
    const settings = { ...before.settings, ...change.settings };
    this.agent = {
      ...before,
      ...change,
      settings: { ...settings, notices: { ...before.settings.notices, ...settings.notices } },
    };
    await this.#api.put('/agents/me', change).catch((error: unknown) => {
      this.agent = before;
      throw error;
    });
  }

  /** Somebody is signed in by now, or nobody any more. */
  async enter(session: SessionView | undefined): Promise<void> {
    this.agent = session?.agent;
    this.#may = new Set(session?.may);
    if (session) {
      this.showTheme(session.agent.settings.theme);
      await this.#texts.use(session.agent.locale);
    }
    this.state = session ? 'in' : 'out';
  }
}
