import type { AfterTexts } from '../../../server/messages/widget.ts';
import type After from '../after/After.svelte';
import type ChatView from '../chat/ChatView.svelte';
import { languageOf, textsOf, type Language, type WidgetTexts } from '../text/texts.ts';
import { Answers } from './answers.svelte.ts';
import { Chat } from './chat.svelte.ts';
import type { Who } from './identity.ts';
import { EVENTS, thisPage, type Heard, type Speech } from './page.ts';

/** All that the widget is: open or not, where in it, in which language, and the chat. */
export class Widget {
  opened = $state.raw(false);
  view = $state.raw<'home' | 'chat'>('home');
  locale = $state.raw<Language>('en');
  t = $state.raw<WidgetTexts>({} as WidgetTexts);
  /** Null until its part is there. */
  chatView = $state.raw<typeof ChatView | null>(null);
  after = $state.raw<typeof After | null>(null);
  words = $state.raw<AfterTexts>({} as AfterTexts);
  readonly answers: Answers;
  chat = $state.raw<Chat>() as Chat;
  readonly base: string;
  /** Name of the shop; empty when it has none. */
  readonly shop: string;
  private readonly root: ShadowRoot;
  private readonly listeners = new Map<string, ((detail: unknown) => void)[]>();
  private who: Who = { stated: {} };

  constructor(base: string, root: ShadowRoot, texts: Speech, shop: string) {
    this.base = base;
    this.shop = shop;
    this.root = root;
    this.locale = texts.locale;
    this.t = texts.t;
    this.answers = new Answers(base);
    this.chat = this.newChat();
    if (this.chat.begun) this.show('chat');
  }

  private newChat(): Chat {
    const { identity } = this.who;
    return new Chat({
      base: this.base,
      ...(identity ? { identity } : {}),
      about: () => ({ locale: this.locale, page: thisPage(), ...this.who.stated }),
      arrived: (message) => this.raise('message', message),
      barred: () => this.raise('identity', undefined),
    });
  }

  /** Somebody else, or nobody, is signed in: another chat. The same one with a fresh proof goes on. */
  private async identify(value: unknown): Promise<void> {
    const { whoOf } = await import('./identity.ts');
    const before = this.who.identity;
    const { identity: now } = (this.who = whoOf(value));
    if (before?.id === now?.id) return now && this.chat.renew(now);
    this.chat.end();
    this.chat = this.newChat();
  }

  show(view: 'home' | 'chat'): void {
    this.view = view;
    if (view === 'chat') void this.fetchChat();
  }

  /** Fetches what the chat is shown with; again after a failure. */
  async fetchChat(): Promise<void> {
    const { ChatView, styles } = await import('../chat/chat.ts');
    if (this.chatView) return;
    this.wear(styles);
    this.chatView = ChatView;
  }

  /** Fetches what is asked of the visitor besides talking. */
  async fetchAfter(): Promise<void> {
    const { After, afterTexts, styles } = await import('../after/after.ts');
    const words = await afterTexts[this.locale]();
    if (!this.after) this.wear(styles);
    this.words = words;
    this.after = After;
  }

  /** Puts on a style sheet, which no Content-Security-Policy forbids when it is constructed. */
  wear(styles: string): void {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    this.root.adoptedStyleSheets = [...this.root.adoptedStyleSheets, sheet];
  }

  open(view?: 'home' | 'chat'): void {
    if (view) this.show(view);
    if (this.opened) return;
    this.opened = true;
    this.raise('open', undefined);
  }

  close(): void {
    if (!this.opened) return;
    this.opened = false;
    this.raise('close', undefined);
  }

  /** One call of `window.ombud(…)`; what we don't know is ignored, it must not break the page. */
  call([verb, value, more]: unknown[]): void {
    if (verb === 'open') this.open(value === 'chat' || value === 'home' ? value : undefined);
    else if (verb === 'close') this.close();
    else if (verb === 'setLocale') void this.speak(languageOf(String(value)));
    else if (verb === 'identify') void this.identify(value);
    else if (verb === 'on' && EVENTS.includes(String(value)) && typeof more === 'function')
      this.listeners.set(String(value), [
        ...(this.listeners.get(String(value)) ?? []),
        more as (detail: unknown) => void,
      ]);
  }

  /** Texts and language change together, so that no half-translated panel is seen. */
  private async speak(locale: Language): Promise<void> {
    this.t = await textsOf(locale);
    this.locale = locale;
    if (this.after) await this.fetchAfter();
  }

  raise<Name extends keyof Heard>(name: Name, detail: Heard[Name]): void {
    for (const listener of this.listeners.get(name) ?? []) {
      try {
        listener(detail);
      } catch (error) {
        // The page's own mistake: told in its console, and the chat goes on.
        console.error(error);
      }
    }
  }
}
