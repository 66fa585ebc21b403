import type { TicketView } from '../../../server/tickets/schema.ts';
import { noticeOf, type Notice, type Pushed } from './notices.ts';
import type { AgentView } from './views.ts';

export interface NotifierOptions {
  me: () => AgentView | undefined;
  /** The ticket on the screen, which needs no notice in the page. */
  open: () => number | null;
  /** Tells in the page. */
  tell: (notice: Notice, ticket: TicketView, message: Pushed) => void;
  sound: () => void;
  /** Whether the agent has the page before them. */
  looking?: () => boolean;
}

const REMEMBERED = 500;

/** Tells an agent of what is meant for them, in the ways that they have chosen. */
export class Notifier {
  /** How much has come since the agent last looked at the page: in the window's title and on its icon. */
  count: number = $state(0);
  readonly #options: NotifierOptions;
  readonly #told = new Set<string>();

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  /** A message was pushed. One that comes again is told once. */
  pushed(ticket: TicketView, message: Pushed): void {
    const { me: agent, open, tell, sound, looking = isLooking } = this.#options;
    const me = agent();
    const notice = me && noticeOf(ticket, message, me.id);
    if (!notice || this.#told.has(message.id)) return;
    this.#told.add(message.id);
    if (this.#told.size > REMEMBERED) this.#told.delete(this.#told.values().next().value ?? '');
    const ways = me.settings.notices[notice];
    const here = looking();
    if (ways.page && !(here && open() === ticket.number)) tell(notice, ticket, message);
    if (ways.sound) sound();
    if (ways.title && !here) this.count += 1;
  }

  /** The agent is looking. */
  readonly seen = (): void => {
    if (isLooking()) this.count = 0;
  };
}

const isLooking = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

const ICON = '/inbox/icon.svg';

/** Puts the number onto the window's icon, as a red dot with it; the plain icon for none. */
export async function showOnIcon(count: number): Promise<void> {
  const link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  if (!link || (count === 0 && link.getAttribute('href') === ICON)) return;
  if (count === 0) return void link.setAttribute('href', ICON);
  const plain = await (await fetch(ICON)).text();
  const number = count > 9 ? '9+' : String(count);
  const badge =
    '<circle cx="22" cy="10" r="10" fill="#d92d20"/>' +
    `<text x="22" y="15" font-family="sans-serif" font-size="14" font-weight="700" fill="#fff" text-anchor="middle">${number}</text>`;
  link.href = `data:image/svg+xml,${encodeURIComponent(plain.replace('</svg>', `${badge}</svg>`))}`;
}
