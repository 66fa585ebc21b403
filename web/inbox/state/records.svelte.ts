import { SvelteMap } from 'svelte/reactivity';
import type { RecordsTexts } from '../../../server/messages/records/en.ts';
import type { CustomerView } from '../../../server/customers/schema.ts';
import type { LinkName, RelatedView } from '../../../server/tickets/links/schema.ts';
import type { MessageView, TicketView } from '../../../server/tickets/schema.ts';
import { ApiError } from '../../shared/api.ts';
import { Catalogue } from './catalogue.svelte.ts';
import type { Inbox } from './inbox.svelte.ts';
import { fill } from './texts.svelte.ts';

const RELATING = new Set(['merged', 'unmerged', 'linked', 'unlinked']);

/** What is done to tickets and customers as records: merging, linking, fields, addresses, blocking. */
export class Records {
  readonly texts = new Catalogue<RecordsTexts>({
    en: async () => (await import('../../../server/messages/records/en.ts')).en,
    es: async () => (await import('../../../server/messages/records/es.ts')).es,
    ro: async () => (await import('../../../server/messages/records/ro.ts')).ro,
    pl: async () => (await import('../../../server/messages/records/pl.ts')).pl,
    ru: async () => (await import('../../../server/messages/records/ru.ts')).ru,
  });
  readonly #related = new SvelteMap<number, RelatedView>();
  readonly #inbox: Inbox;

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
    inbox.heard = (message) => this.#heard(message);
  }

  related(number: number): RelatedView | undefined {
    return this.#related.get(number);
  }

  async loadRelated(number: number): Promise<void> {
    this.#related.set(number, await this.#inbox.api.get<RelatedView>(`/tickets/${number}/related`));
  }

  /** A line of a thread may say that something is related now, or no longer. */
  #heard(message: MessageView): void {
    if (this.#related.has(message.ticket) && RELATING.has(message.event?.kind ?? ''))
      this.#inbox.run(this.loadRelated(message.ticket));
  }

  /**
   * Merges a ticket into another one and opens that. Answers `other-customer` when its agent has to agree to that
   * first. Who was slower than a colleague is told where the ticket went.
   */
  async merge(ticket: TicketView, into: number, otherCustomer: boolean): Promise<'done' | 'other-customer'> {
    const inbox = this.#inbox;
    const t = this.texts.t?.merge;
    const lastSeen = inbox.threads.known(ticket.number)?.last || ticket.messages;
    try {
      const body = { into, lastSeen, ...(otherCustomer ? { otherCustomer } : {}) };
      inbox.takeTicket(await inbox.api.post<TicketView>(`/tickets/${ticket.number}/merge`, body));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 'other-customer') return 'other-customer';
      if (error.code !== 'merged' || !t) throw error;
      const other = Number(error.extra['into']);
      const text = fill(t.raced, { number: ticket.number, into: other });
      inbox.toasts.error(text, [{ label: t.look, run: () => inbox.openTicket(other) }]);
      return 'done';
    }
    inbox.openTicket(into);
    const undo = { label: t?.takeBack ?? '', run: () => inbox.run(this.unmerge(ticket.number)) };
    if (t) inbox.toasts.info(fill(t.done, { number: ticket.number, into }), [undo], 10_000);
    return 'done';
  }

  async unmerge(number: number): Promise<void> {
    const inbox = this.#inbox;
    const restored = await inbox.api.delete<TicketView>(`/tickets/${number}/merge`);
    inbox.takeTicket(restored);
    inbox.openTicket(number);
    if (this.texts.t) inbox.toasts.info(this.texts.t.merge.takenBack);
  }

  async link(number: number, other: number, kind: LinkName): Promise<void> {
    this.#related.set(
      number,
      await this.#inbox.api.post<RelatedView>(`/tickets/${number}/links`, { number: other, kind }),
    );
  }

  async unlink(number: number, other: number): Promise<void> {
    this.#related.set(number, await this.#inbox.api.delete<RelatedView>(`/tickets/${number}/links/${other}`));
  }

  async setFields(number: number, fields: Record<string, string>): Promise<void> {
    this.#inbox.takeTicket(await this.#inbox.api.post<TicketView>(`/tickets/${number}/fields`, { fields }));
  }

  /** Blocks whoever the ticket is of, or no longer. */
  async block(ticket: TicketView, blocked: boolean): Promise<void> {
    const { customer } = ticket;
    await this.customer(customer.id, 'POST', '/block', { blocked });
    const t = this.texts.t?.menu;
    const name = this.#inbox.texts.customer(customer.name);
    if (t) this.#inbox.toasts.info(fill(blocked ? t.blocked : t.unblocked, { name }));
  }

  /** A change of a customer, shown at once wherever they are on the screen. */
  async customer(id: string, method: 'POST' | 'PUT' | 'DELETE', path = '', body: object = {}): Promise<CustomerView> {
    const { api, customers } = this.#inbox;
    const url = `/customers/${id}${path}`;
    const view =
      method === 'DELETE'
        ? await api.delete<CustomerView>(url)
        : await api[method === 'PUT' ? 'put' : 'post']<CustomerView>(url, body);
    await customers.load(id);
    return view;
  }
}

const made = new WeakMap<Inbox, Records>();

/** The one of this inbox; it comes with the first ticket, and not with the first screen. */
export function recordingOf(inbox: Inbox): Records {
  const known = made.get(inbox) ?? new Records(inbox);
  made.set(inbox, known);
  return known;
}
