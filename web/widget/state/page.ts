import type { VisitorMessage } from '../../../server/channels/webchat/schema.ts';

/** What the app is given by the page that it stands on, and tells it. */
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

/** `identity`: the desk wants a (fresh) proof of who this is, which the page gives with `identify`. */
export type Heard = { open: undefined; close: undefined; message: VisitorMessage; unread: number; identity: undefined };
export const EVENTS: readonly string[] = ['open', 'close', 'message', 'unread', 'identity'] satisfies (keyof Heard)[];

/** Without query and fragment, where pages keep what is nobody's business. */
export const thisPage = () => ({
  url: (location.origin + location.pathname).slice(0, 2000),
  title: document.title.slice(0, 300),
});
