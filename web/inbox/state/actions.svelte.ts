import type { DraftView } from '../../../server/drafts/schema.ts';
import type { TicketActs } from '../../../server/tickets/acts/schema.ts';
import type { TicketView } from '../../../server/tickets/schema.ts';
import { ApiError } from '../../shared/api.ts';
import type { Inbox } from './inbox.svelte.ts';
import { fill } from './texts.svelte.ts';
import { fullTime } from './times.ts';
import type { Ref } from './views.ts';

type Changed = Partial<TicketView>;
/** What can be set by hand; snoozing has its own act. */
export type SettableStatus = 'open' | 'pending' | 'solved' | 'closed';

/** What agents do to tickets: shown at once, taken back with the reason when the server refuses. */
export class Actions {
  readonly #inbox: Inbox;

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
  }

  /** Gives a ticket to an agent, or to nobody. */
  assign(ticket: TicketView, to: Ref | null): Promise<boolean> {
    const queued = to === null && (ticket.status === 'new' || ticket.status === 'open');
    const handler = to ? 'agents' : ticket.handler;
    return this.#change(ticket, { assignee: to, queued, handler }, 'assignment', { assignee: to?.id ?? null });
  }

  take(ticket: TicketView): Promise<boolean> {
    const me = this.#inbox.session.agent;
    if (!me) return Promise.resolve(false);
    const now = { assignee: { id: me.id, name: me.name }, queued: false, handler: 'agents' as const };
    return this.#change(ticket, now, 'assignment', { assignee: 'me' });
  }

  /** Gives a chat back to the assistant. */
  handBack(ticket: TicketView): Promise<boolean> {
    return this.#change(ticket, { handler: 'assistant', assignee: null, queued: false }, 'handback', {});
  }

  move(ticket: TicketView, team: Ref | null): Promise<boolean> {
    return this.#change(ticket, { team }, 'assignment', { team: team?.id ?? null });
  }

  /** `lastSeen` is the last place in the thread that the agent has seen: solving does not cross what is new. */
  setStatus(ticket: TicketView, status: SettableStatus, lastSeen?: number): Promise<boolean> {
    const waiting = status === 'open' ? (ticket.waitingSince ?? new Date().toISOString()) : null;
    return this.#change(ticket, { status, waitingSince: waiting, snoozedUntil: null }, 'status', {
      status,
      ...(lastSeen === undefined ? {} : { lastSeen }),
    });
  }

  setPriority(ticket: TicketView, priority: TicketView['priority']): Promise<boolean> {
    return this.#change(ticket, { priority }, 'priority', { priority });
  }

  setType(ticket: TicketView, type: TicketView['type']): Promise<boolean> {
    return this.#change(ticket, { type, typeGuessed: false }, 'type', { type });
  }

  setTags(ticket: TicketView, tags: string[]): Promise<boolean> {
    this.#inbox.prepared.know(tags);
    return this.#change(ticket, { tags }, 'tags', { tags });
  }

  /** Spam is closed and with nobody; what is none comes in like new. */
  async setSpam(ticket: TicketView, spam: boolean): Promise<void> {
    const { toasts, texts } = this.#inbox;
    const change: Changed = spam
      ? { spam: 'marked', status: 'closed', assignee: null, queued: false }
      : { spam: null, status: 'new' };
    if (await this.#change(ticket, change, 'spam', { spam }))
      toasts.info(fill(spam ? texts.t.done.spam : texts.t.done.notSpam, { number: ticket.number }));
  }

  /** Several changes in one. */
  act(ticket: TicketView, acts: TicketActs): Promise<boolean> {
    this.#inbox.prepared.know(acts.tags?.add ?? []);
    return this.#change(ticket, {}, 'acts', acts);
  }

  async snooze(ticket: TicketView, until: Date): Promise<boolean> {
    const { texts, toasts } = this.#inbox;
    const change: Changed = { status: 'snoozed', snoozedUntil: until.toISOString() };
    const done = await this.#change(ticket, change, 'snooze', { until: until.toISOString() });
    if (done) toasts.info(fill(texts.t.done.snoozed, { time: fullTime(texts.locale, until) }));
    return done;
  }

  /** Solves a ticket and opens the next one of the list. */
  async solveAndNext(ticket: TicketView): Promise<void> {
    const { list, toasts, texts } = this.#inbox;
    if (ticket.undecided) return this.tellUndecided();
    const next = list.neighbour(ticket.number, 1) ?? list.neighbour(ticket.number, -1);
    const solved = this.setStatus(ticket, 'solved', this.#seen(ticket));
    this.#leave(next);
    if (await solved) toasts.info(fill(texts.t.done.solved, { number: ticket.number }));
  }

  /** Why a ticket is not solved: its customer has no outcome yet. */
  tellUndecided(): void {
    const { toasts, texts } = this.#inbox;
    toasts.error(fill(texts.t.problem.title, { reason: texts.t.problem['outcome-missing'] }));
  }

  /** Takes a reply back before it goes out: it is a draft again. */
  async takeBack(number: number, message: string): Promise<void> {
    const inbox = this.#inbox;
    inbox.undo.forget();
    const work = inbox.work.t?.delivery;
    try {
      const path = `/tickets/${number}/messages/${message}/cancellation`;
      const { draft } = await inbox.api.post<{ draft: DraftView | null }>(path);
      inbox.threads.remove(number, message);
      if (draft) inbox.composers.of(number).take(draft);
      if (inbox.router.place.ticket === number) inbox.composers.of(number).focus('reply');
      else if (work) inbox.toasts.info(work.back);
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'illegal-step' && work)) throw error;
      inbox.toasts.error(work.tooLate);
    }
  }

  /** The last place that the agent can have seen: of the thread, where it was opened, else what the list told. */
  #seen(ticket: TicketView): number {
    return this.#inbox.threads.known(ticket.number)?.last || ticket.messages;
  }

  #leave(next: number | undefined): void {
    const inbox = this.#inbox;
    if (inbox.router.place.ticket === null) inbox.cursor = next ?? null;
    else if (next !== undefined) inbox.openTicket(next);
    else inbox.closeTicket();
  }

  async #change(ticket: TicketView, change: Changed, verb: string, body: object): Promise<boolean> {
    const { tickets, list, api } = this.#inbox;
    const undo = tickets.patch(ticket.number, change);
    const show = () => {
      const now = tickets.get(ticket.number);
      if (now) list.apply(now);
    };
    show();
    try {
      this.#inbox.takeTicket(await api.post<TicketView>(`/tickets/${ticket.number}/${verb}`, body));
      return true;
    } catch (error) {
      undo();
      show();
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 'newer-messages') this.#crossed(ticket);
      else this.#inbox.tell(error);
      return false;
    }
  }

  /** Something was there that the agent had not seen: it is read, and they decide. */
  #crossed(ticket: TicketView): void {
    const { work, toasts, threads } = this.#inbox;
    this.#inbox.run(threads.of(ticket.number).newer());
    const t = work.t?.crossing;
    if (!t) return;
    const run = () => this.#inbox.run(this.setStatus(ticket, 'solved'));
    const look = () => this.#inbox.openTicket(ticket.number);
    toasts.error(fill(t.solve, { number: `#${ticket.number}` }), [
      { label: t.look, run: look },
      { label: t.anyway, run },
    ]);
  }
}
