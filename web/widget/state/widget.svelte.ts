import type { Said, VisitorMessage } from '../../../server/channels/webchat/schema.ts';
import type ChatView from '../chat/ChatView.svelte';
import { languageOf, textsOf, type Language, type WidgetTexts } from '../text/texts.ts';
import { Answers } from './answers.svelte.ts';
import { Chat } from './chat.svelte.ts';

export interface Given {
  /** Element that carries the shadow root. */
  host: HTMLElement;
  root: ShadowRoot;
  /** The loader's button, which the app's own one replaces. */
  button: HTMLElement;
  /** The desk's address, ending in a slash. */
  base: string;
  script: HTMLScriptElement;
  /** Calls of `ombud(…)` from before. */
  queue: unknown[][];
}

/** A language with its texts. */
export interface Speech {
  locale: Language;
  t: WidgetTexts;
}

type Heard = { open: undefined; close: undefined; message: VisitorMessage; unread: number };
const EVENTS: readonly string[] = ['open', 'close', 'message', 'unread'] satisfies (keyof Heard)[];

/** All that the widget is: open or not, where in it, in which language, and the chat. */
export class Widget {
  opened = $state.raw(false);
  view = $state.raw<'home' | 'chat'>('home');
  locale = $state.raw<Language>('en');
  t = $state.raw<WidgetTexts>({} as WidgetTexts);
  /** Null until its part is there. */
  chatView = $state.raw<typeof ChatView | null>(null);
  readonly answers: Answers;
  readonly chat: Chat;
  readonly base: string;
  /** Name of the shop; empty when it has none. */
  readonly shop: string;
  private readonly root: ShadowRoot;
  private readonly listeners = new Map<string, ((detail: unknown) => void)[]>();
  private who: Who = {};

  constructor(base: string, root: ShadowRoot, texts: Speech, shop: string) {
    this.base = base;
    this.shop = shop;
    this.root = root;
    this.locale = texts.locale;
    this.t = texts.t;
    this.answers = new Answers(base);
    this.chat = new Chat({
      base,
      about: () => ({ locale: this.locale, page: thisPage(), ...this.who }),
      arrived: (message) => this.raise('message', message),
    });
    if (this.chat.begun) this.show('chat');
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
    else if (verb === 'identify') this.who = identity(value);
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

/** Without query and fragment, where pages keep what is nobody's business. */
const thisPage = () => ({
  url: (location.origin + location.pathname).slice(0, 2000),
  title: document.title.slice(0, 300),
});

type Who = Pick<Said, 'name' | 'email' | 'consents'>;

/** What the page says of the visitor, as far as the desk would take it. */
function identity(value: unknown): Who {
  const { name, email, consents } = (value ?? {}) as Record<string, unknown>;
  const agreed = Object.entries((consents ?? {}) as object).filter(
    ([purpose, given]) => (purpose === 'survey' || purpose === 'offers') && typeof given === 'boolean',
  );
  return {
    ...(typeof name === 'string' && name ? { name: name.slice(0, 200) } : {}),
    ...(typeof email === 'string' && /^[\w.+-]{1,64}@[\w-]+(\.[\w-]+)+$/.test(email) ? { email } : {}),
    ...(agreed.length > 0 ? { consents: Object.fromEntries(agreed) } : {}),
  };
}
