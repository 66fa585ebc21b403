import type { InboxTexts } from '../../../server/messages/inbox/en.ts';
import { plural, type Plural } from '../../../server/messages/plural.ts';
import type { ApiError } from '../../shared/api.ts';

export const LOCALES = ['en', 'es', 'ro', 'pl', 'ru'] as const;
export type Locale = (typeof LOCALES)[number];
/** Each language in itself, for the switch. */
export const OWN_NAMES: Record<Locale, string> = {
  en: 'English',
  es: 'Español',
  ro: 'Română',
  pl: 'Polski',
  ru: 'Русский',
};

const catalogues: Record<Locale, () => Promise<InboxTexts>> = {
  en: async () => (await import('../../../server/messages/inbox/en.ts')).en,
  es: async () => (await import('../../../server/messages/inbox/es.ts')).es,
  ro: async () => (await import('../../../server/messages/inbox/ro.ts')).ro,
  pl: async () => (await import('../../../server/messages/inbox/pl.ts')).pl,
  ru: async () => (await import('../../../server/messages/inbox/ru.ts')).ru,
};
const STORED = 'ombud.locale';

/** The texts in the agent's language; reading `t` in a component follows the switch. */
export class Texts {
  locale: Locale;
  t: InboxTexts;

  private constructor(locale: Locale, texts: InboxTexts) {
    this.locale = $state(locale);
    this.t = $state.raw(texts);
  }

  /** Loads the first language and shows it: nobody waits for one that nobody reads. */
  static async in(locale: string): Promise<Texts> {
    const known = asLocale(locale);
    const texts = new Texts(known, await catalogues[known]());
    texts.#remember();
    return texts;
  }

  /** Loads and shows a language; what is not one of the five is English. */
  async use(locale: string): Promise<void> {
    const known = asLocale(locale);
    const texts = await catalogues[known]();
    this.locale = known;
    this.t = texts;
    this.#remember();
  }

  #remember(): void {
    if (typeof document === 'undefined') return;
    document.documentElement.lang = this.locale;
    localStorage.setItem(STORED, this.locale);
  }

  /** The language of the last session on this machine, else the browser's. */
  static preferred(): Locale {
    return asLocale(localStorage.getItem(STORED) ?? navigator.language.slice(0, 2));
  }

  plural(forms: Plural, n: number): string {
    return plural(this.locale, n, forms);
  }

  /** Why something failed, as the second half of a sentence. */
  reason(error: ApiError): string {
    const known: Record<string, string> = this.t.problem;
    return known[error.code] ?? error.detail ?? this.t.app.unknownError;
  }

  /** What to call a customer: a visitor without a name has only a mark, `#` with four letters or digits. */
  customer(name: string): string {
    return /^#[A-Z0-9]{1,4}$/.test(name) ? fill(this.t.list.visitor, { mark: name.slice(1) }) : name;
  }

  /** Names as a list in the reader's language: "Ana, Ben and Cleo". */
  names(people: readonly { name: string }[]): string {
    return new Intl.ListFormat(this.locale).format(people.map((person) => person.name));
  }
}

/** Puts values into a text's `{placeholders}`; one without a value stays as it is. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

function asLocale(text: string): Locale {
  return LOCALES.find((locale) => locale === text) ?? 'en';
}
