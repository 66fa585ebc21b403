import { getContext, setContext } from 'svelte';
import type { BulkView } from '../../../server/bulk/schema.ts';
import type { ClientFrame, ServerFrame } from '../../../server/realtime/schema.ts';
import type { PrivacyTexts } from '../../../server/messages/privacy/en.ts';
import type { WorkTexts } from '../../../server/messages/work/en.ts';
import type { MessageView, TicketView } from '../../../server/tickets/schema.ts';
import { Api, ApiError, isAbort } from '../../shared/api.ts';
import { ResumableSocket, type Line } from '../../shared/socket.ts';
import { afterReady } from '../layout/after-paint.ts';
import { Actions } from './actions.svelte.ts';
import { Bursts } from './bursts.ts';
import { Catalogue } from './catalogue.svelte.ts';
import { Callbacks } from './callbacks.svelte.ts';
import { ComposerState } from './composer.svelte.ts';
import { Channels } from './channels.svelte.ts';
import { Composers } from './composers.ts';
import { Customers } from './customers.svelte.ts';
import { Directory } from './directory.svelte.ts';
import { TicketList } from './list.svelte.ts';
import { queryOf } from './membership.ts';
import { Prepared } from './macros.svelte.ts';
import { Notifier } from './notifier.svelte.ts';
import type { Notice } from './notices.ts';
import { Presence } from './presence.svelte.ts';
import { Ringing } from './ringing.svelte.ts';
import { PAGES, Router } from './router.svelte.ts';
import { SavedViews } from './saved-views.svelte.ts';
import { Seen } from './seen.svelte.ts';
import { Selection } from './selection.svelte.ts';
import { Session } from './session.svelte.ts';
import { playSound } from './sound.ts';
import { fill, Texts } from './texts.svelte.ts';
import { Thread } from './thread.svelte.ts';
import { Threads } from './threads.ts';
import { TicketCache } from './tickets.svelte.ts';
import { Toasts } from './toasts.svelte.ts';
import { Undo } from './undo.svelte.ts';

/** Everything the inbox knows, and the line to the server. Made once, handed down as context. */
export class Inbox {
  readonly api = new Api();
  readonly texts: Texts;
  readonly toasts = new Toasts();
  readonly router = new Router();
  readonly session: Session;
  readonly directory = new Directory(this.api);
  readonly saved = new SavedViews(this.api);
  readonly channels = new Channels(this.api);
  readonly customers = new Customers(this.api);
  readonly prepared = new Prepared(this.api);
  readonly tickets = new TicketCache();
  readonly list = new TicketList(this.api, this.tickets, () => this.session.id);
  readonly selection = new Selection();
  /** The change of many tickets that is under way. */
  bulk: BulkView | undefined = $state.raw();
  readonly threads: Threads;
  readonly composers = new Composers((number) => lasting(() => new ComposerState(this.threads.of(number), this.api)));
  readonly undo = new Undo(this.toasts);
  /** The texts of writing and working on tickets, which the first paint does without. */
  readonly work = new Catalogue<WorkTexts>({
    en: async () => (await import('../../../server/messages/work/en.ts')).en,
    es: async () => (await import('../../../server/messages/work/es.ts')).es,
    ro: async () => (await import('../../../server/messages/work/ro.ts')).ro,
    pl: async () => (await import('../../../server/messages/work/pl.ts')).pl,
    ru: async () => (await import('../../../server/messages/work/ru.ts')).ru,
  });
  /** Told of every message that is pushed; what comes later than the first screen sets it. */
  heard: (message: MessageView) => void = () => undefined;
  /** The texts of erasing, legal holds and retention, for those who may. */
  readonly privacy = new Catalogue<PrivacyTexts>({
    en: async () => (await import('../../../server/messages/privacy/en.ts')).en,
    es: async () => (await import('../../../server/messages/privacy/es.ts')).es,
    ro: async () => (await import('../../../server/messages/privacy/ro.ts')).ro,
    pl: async () => (await import('../../../server/messages/privacy/pl.ts')).pl,
    ru: async () => (await import('../../../server/messages/privacy/ru.ts')).ru,
  });
  readonly presence = new Presence(() => this.session.id);
  readonly seen = new Seen();
  readonly actions = new Actions(this);
  readonly notifier: Notifier;
  /** Who is to be called. */
  readonly callbacks = new Callbacks(this.api);
  readonly ringing = new Ringing(this.api, this.router, () => this.session.id);
  line: Line = $state('connecting');
  /** Goes forward once a minute, so that ages on the screen stay right. */
  now: number = $state(Date.now());
  /** The row that the keyboard is on; the open ticket where there is one. */
  cursor: number | null = $state(null);
  readonly #socket: ResumableSocket<ServerFrame, ClientFrame>;
  readonly #pushed = new Bursts<ServerFrame>((frame) => this.#receive(frame));
  #ahead: (() => void) | undefined;

  constructor(texts: Texts) {
    this.texts = texts;
    this.session = new Session(this.api, texts);
    const me = () => ({ id: this.session.id, name: this.session.agent?.name ?? '' });
    this.threads = new Threads((number) => lasting(() => new Thread(number, this.api, me)));
    this.notifier = new Notifier({
      me: () => this.session.agent,
      open: () => this.router.place.ticket,
      tell: (notice, ticket, message) => this.#notify(notice, ticket, message.author.name),
      sound: playSound,
    });
    this.#socket = new ResumableSocket<ServerFrame, ClientFrame>({
      connect: () => new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws/inbox`),
      onFrame: this.#pushed.put,
      onResync: () => this.#resync(),
      onLine: (line) => this.#lineChanged(line),
      onLost: () => void this.session.check(),
    });
  }

  get t() {
    return this.texts.t;
  }

  /** The window's title: what is on the screen, and before it how much has come meanwhile. */
  titled(what: string): string {
    const { count } = this.notifier;
    return `${count ? `(${count}) ` : ''}${what ? `${what} · ` : ''}${this.t.app.name}`;
  }

  /** Reads what the signed-in agent works with, and opens the line. The function that is returned ends both. */
  open(): () => void {
    this.#socket.start();
    this.run(this.directory.load());
    this.run(this.saved.load());
    const clock = setInterval(() => (this.now = Date.now()), 30_000);
    return () => {
      clearInterval(clock);
      this.#socket.stop();
    };
  }

  /** Shows the list of the place in the address. */
  showList(): void {
    if (!PAGES.includes(this.router.place.view)) void this.list.open(queryOf(this.router.place));
  }

  /** A ticket from memory or the server; undefined when there is none. */
  async ticket(number: number): Promise<TicketView | undefined> {
    const known = this.tickets.get(number);
    if (known) return known;
    try {
      return this.tickets.put(await this.api.get<TicketView>(`/tickets/${number}`));
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  openTicket(number: number): void {
    this.cursor = number;
    const thread = this.threads.of(number).load();
    const { view, ticket } = this.router.place;
    const elsewhere = PAGES.includes(view) ? { view: 'all' } : {};
    this.router.go({ ...elsewhere, ticket: number }, ticket === null ? 'push' : 'replace');
    // What will be read next is fetched when what was asked for is on the screen.
    this.#ahead?.();
    this.#ahead = afterReady(thread, () => this.#fetchBeside(number), 3);
  }

  #fetchBeside(number: number): void {
    for (const step of [1, -1] as const) {
      const beside = this.list.neighbour(number, step);
      if (beside !== undefined) void this.threads.of(beside).load();
    }
  }

  closeTicket(): void {
    this.router.go({ ticket: null });
  }

  watch(number: number | null): void {
    this.#socket.send({ t: 'watch', ticket: number });
  }
  typing(number: number, on: boolean): void {
    this.#socket.send({ t: 'typing', ticket: number, on });
  }
  reconnect(): void {
    if (this.session.state === 'unreachable') void this.session.check();
    else if (this.session.state === 'in') this.#socket.wake();
  }

  /** Waits for something that was asked for, and tells the agent when it fails. */
  run(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      if (isAbort(error)) return;
      if (!(error instanceof ApiError)) throw error;
      if (error.code !== 'not-signed-in') this.tell(error);
    });
  }

  tell(error: ApiError): void {
    this.toasts.error(this.t.problem.title.replace('{reason}', this.texts.reason(error)));
  }

  #receive(frame: ServerFrame): void {
    if (frame.t === 'ticket') this.takeTicket(frame.ticket);
    else if (frame.t === 'message') {
      this.notifier.pushed(frame.ticket, frame.message);
      this.threads.apply(frame.message);
      this.heard(frame.message);
      this.takeTicket(frame.ticket);
    } else if (frame.t === 'gone') {
      this.threads.remove(frame.ticket.number, frame.message);
      this.takeTicket(frame.ticket);
    } else if (frame.t === 'presence') this.presence.set(frame.ticket, frame);
    else if (frame.t === 'channel') this.run(this.channels.load());
    else if (frame.t === 'call') this.run(this.ringing.heard(frame));
    else if (frame.t === 'callback') this.run(this.callbacks.heard());
    else if (frame.t === 'agent') this.run(this.#readAgents(frame.agent));
  }

  /** A ticket as it is now, pushed or answered: into the cache, the list and the counts. */
  takeTicket(ticket: TicketView): void {
    const before = this.tickets.get(ticket.number);
    // What was read of it before is not there any more: it must not stay on the screen.
    if (before && (ticket.erased !== before.erased || ticket.redacted?.at !== before.redacted?.at))
      this.threads.forget(ticket.number);
    this.list.apply(this.tickets.put(ticket));
    this.directory.countSoon();
    this.saved.countSoon();
  }

  #notify(notice: Notice, { number, subject }: TicketView, by: string): void {
    const text = fill(this.t.notice[notice], {
      by: by || this.t.event.system,
      number,
      subject: subject || this.t.list.noSubject,
    });
    this.toasts.info(text, [{ label: this.t.notice.open, run: () => this.openTicket(number) }], 8_000);
  }

  async #readAgents(changed: string): Promise<void> {
    await this.directory.load();
    const mine = this.directory.agents.find((agent) => agent.id === changed);
    if (mine) this.session.refresh(mine);
  }

  #lineChanged(line: Line): void {
    this.#pushed.flush();
    this.line = line;
    if (line !== 'online') return this.presence.clear();
    this.watch(this.router.place.ticket);
    this.run(this.threads.sendKept());
    this.run(this.composers.flush());
  }

  #resync(): void {
    this.threads.expire();
    void this.list.reload();
    this.run(this.directory.load());
    this.run(this.saved.load());
    const open = this.router.place.ticket;
    if (open === null) return;
    this.run(this.threads.of(open).load());
    this.run(this.api.get<TicketView>(`/tickets/${open}`).then((ticket) => this.takeTicket(ticket)));
  }
}

/**
 * Makes what outlives the component that first asks for it: what it derives would otherwise end with that component.
 */
function lasting<T>(make: () => T): T {
  let made: T | undefined;
  $effect.root(() => void (made = make()));
  return made as T;
}

const KEY = Symbol('inbox');
export const provideInbox = (inbox: Inbox): Inbox => setContext(KEY, inbox);
export const useInbox = (): Inbox => getContext<Inbox>(KEY);
