import type { ArticleView } from '../../../../knowledge-base/schema.ts';
import { ApiError } from '../../../shared/api.ts';
import type { Inbox } from '../../state/inbox.svelte.ts';
import type { Locale } from '../../state/texts.svelte.ts';
import { bodyOf, differs, wishOf, type Wish } from './words.ts';

/** What somebody writes in one language of an article, until it is saved. */
export class Draft {
  wish: Wish = $state(wishOf(undefined));
  /** A slip: translations stay up to date. */
  minor = $state(false);
  /** Somebody else has saved what this was begun with. */
  conflict = $state(false);
  touched = $state(false);
  /** The version that the fields came from. */
  #version = $state(0);
  readonly #inbox: Inbox;
  readonly #locale: Locale;
  readonly #took: (article: ArticleView) => void;
  readonly #said: () => void;

  constructor(
    inbox: Inbox,
    article: ArticleView,
    locale: Locale,
    on: { took: (article: ArticleView) => void; said: () => void },
  ) {
    this.#inbox = inbox;
    this.#locale = locale;
    this.#took = on.took;
    this.#said = on.said;
    this.#take(article);
  }

  changed(article: ArticleView): boolean {
    return differs(this.wish, this.#text(article));
  }

  /** The article was read again: what was saved elsewhere comes in where nothing was written here. */
  meet(article: ArticleView): void {
    if ((this.#text(article)?.version ?? 0) === this.#version) return;
    if (this.touched) this.conflict = true;
    else this.#take(article);
  }

  /** Saves; over another one's text only with `over`. */
  async save(article: ArticleView, over = false): Promise<void> {
    const isSource = this.#locale === article.source;
    const path = `/articles/${article.id}/translations/${this.#locale}`;
    const last = over ? {} : { lastVersion: this.#version };
    const body = { ...bodyOf(this.wish), ...(isSource && this.minor ? { minor: true } : {}), ...last };
    try {
      const saved = await this.#inbox.api.put<ArticleView>(path, body);
      this.#take(saved);
      this.minor = false;
      this.#took(saved);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 'conflict') this.conflict = true;
      else this.#inbox.tell(error);
      return;
    }
    this.#said();
  }

  /** Lets go of what was written here, for what another one has saved. */
  async letGo(article: ArticleView): Promise<void> {
    const now = await this.#inbox.api.get<ArticleView>(`/articles/${article.id}`);
    this.#take(now);
    this.#took(now);
  }

  #text(article: ArticleView): ArticleView['translations'][number] | undefined {
    return article.translations.find((one) => one.locale === this.#locale);
  }
  #take(article: ArticleView): void {
    const text = this.#text(article);
    this.wish = wishOf(text);
    this.#version = text?.version ?? 0;
    this.conflict = false;
    this.touched = false;
  }
}
