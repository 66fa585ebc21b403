import type { LookView } from '../../../server/channels/webchat/schema.ts';
import { panelTexts, type PartTexts } from '../../../server/messages/widget.ts';
import type After from '../after/After.svelte';
import type ChatView from '../chat/ChatView.svelte';
import type RequestsView from '../requests/Requests.svelte';
import { languageOf, type Language, type WidgetTexts } from '../text/texts.ts';
import { Answers } from './answers.svelte.ts';
import { Chat } from './chat.svelte.ts';
import type { Who } from './identity.ts';
import { EVENTS, thisPage, type Heard } from './page.ts';

/** What is fetched when it is needed. */
const parts = {
  chat: () => import('../chat/chat.ts'),
  after: () => import('../after/after.ts'),
  requests: () => import('../requests/requests.ts'),
};
interface Views {
  chat?: typeof ChatView;
  after?: typeof After;
  requests?: typeof RequestsView;
}
const PLACES = ['home', 'chat', 'requests'] as const;
type Place = (typeof PLACES)[number];

/** All that the widget is: open or not, where in it, in which language, and the chat. */
export class Widget {
  opened = $state.raw(false);
  view = $state.raw<Place>('home');
  locale = $state.raw<Language>('en');
  /** Of the parts that are there. */
  t = $state.raw<WidgetTexts>({} as WidgetTexts);
  /** The parts that are there. */
  views = $state.raw<Views>({});
  readonly answers: Answers;
  chat = $state.raw<Chat>() as Chat;
  readonly base: string;
  /** Name of the shop; empty when it has none. */
  readonly shop: string;
  /** Whether visitors can ask to be called. */
  readonly callbacks: boolean;
  private readonly root: ShadowRoot;
  private readonly listeners = new Map<string, ((detail: unknown) => void)[]>();
  private readonly texts = new Set<PartTexts>([panelTexts]);
  private wanted: Language = 'en';
  private who: Who = { stated: {} };

  constructor(base: string, root: ShadowRoot, look: Pick<LookView, 'name' | 'callbacks'>) {
    this.base = base;
    this.shop = look.name;
    this.callbacks = look.callbacks;
    this.root = root;
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

  show(view: Place): void {
    this.view = view;
    if (view !== 'home') void this.fetch(view);
  }

  /** Fetches a part; again after a failure. */
  async fetch(name: keyof Views): Promise<void> {
    const { View, texts, styles } = await parts[name]();
    if (this.views[name]) return;
    this.texts.add(texts);
    await this.speak();
    if (this.views[name]) return;
    this.wear(styles);
    this.views = { ...this.views, [name]: View };
  }

  /** Puts on a style sheet, which no Content-Security-Policy forbids when it is constructed. */
  wear(styles: string): void {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    this.root.adoptedStyleSheets = [...this.root.adoptedStyleSheets, sheet];
  }

  open(view?: Place): void {
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
    if (verb === 'open') this.open(PLACES.find((place) => place === value));
    else if (verb === 'close') this.close();
    else if (verb === 'setLocale') void this.speak(languageOf(String(value)));
    else if (verb === 'identify') void this.identify(value);
    else if (verb === 'on' && EVENTS.includes(String(value)) && typeof more === 'function')
      this.listeners.set(String(value), [
        ...(this.listeners.get(String(value)) ?? []),
        more as (detail: unknown) => void,
      ]);
  }

  /**
   * Texts and language change together, so that no half-translated panel is seen. What was asked for meanwhile, a
   * language or a part, is waited for: an answer that was overtaken changes nothing.
   */
  async speak(locale = this.wanted): Promise<void> {
    this.wanted = locale;
    const parts = [...this.texts];
    const all = await Promise.all(parts.map((part) => part[locale]()));
    if (locale !== this.wanted || parts.length < this.texts.size) return await this.speak();
    this.t = Object.assign({}, ...all) as WidgetTexts;
    this.locale = locale;
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
