import { getContext, setContext } from 'svelte';
import type { SettingsTexts } from '../../../../server/messages/settings/en.ts';
import { ApiError } from '../../../shared/api.ts';
import type { Inbox } from '../../state/inbox.svelte.ts';
import { settingsCatalogue } from './catalogue.ts';

/** What the settings' pages have in common: their texts, and how they read and save. */
export class SettingsArea {
  readonly inbox: Inbox;
  readonly #catalogue = settingsCatalogue();

  constructor(inbox: Inbox) {
    this.inbox = inbox;
  }

  /** Whether the texts are there; nothing of the settings is drawn before. */
  get ready(): boolean {
    return this.#catalogue.t !== undefined;
  }
  get t(): SettingsTexts {
    if (!this.#catalogue.t) throw new Error('the texts of the settings are not loaded');
    return this.#catalogue.t;
  }

  /** Reads the texts in the agent's language; call it in an effect. */
  useLanguage(): void {
    this.inbox.run(this.#catalogue.use(this.inbox.texts.locale));
  }

  /** Waits for something to be saved and says so; resolves with whether it was. */
  async saving(work: Promise<unknown>, done = this.t.common.saved): Promise<boolean> {
    try {
      await work;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.inbox.tell(error);
      return false;
    }
    this.inbox.toasts.info(done);
    return true;
  }
}

const KEY = Symbol('settings');
export const provideSettings = (area: SettingsArea): SettingsArea => setContext(KEY, area);
export const useSettings = (): SettingsArea => getContext<SettingsArea>(KEY);
