import type { TicketActs } from '../../../server/tickets/acts/schema.ts';
import type { TicketView } from '../../../server/tickets/schema.ts';
import { commandOf, isPaletteKey, isPressable, isTyping, placeOf, type Command } from '../keyboard.ts';
import type { Mode } from '../state/draft.svelte.ts';
import type { Inbox } from '../state/inbox.svelte.ts';
import { PAGES } from '../state/router.svelte.ts';
import type { Control } from '../state/selection.svelte.ts';
import type { DeskLayout } from './desk.svelte.ts';

interface Parts {
  inbox: Inbox;
  layout: DeskLayout;
  pane: () => { open(control: Control): void; merge(): void } | undefined;
  list: () => { show(number: number): void; focusFilter(): void } | undefined;
}

/** What those may do who only read. */
const READS: readonly Command[] = ['next', 'previous', 'open', 'search', 'sheet', 'go'];
const CHORD_MS = 1_500;

/** What the keys of the desk do, and the palette with them. */
export class DeskKeys {
  readonly #parts: Parts;
  readonly #commands: Record<Command, () => void>;
  /** When G was pressed: the next key says where to. */
  #going = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { inbox, layout, pane, list } = parts;
    this.#commands = {
      next: () => this.#move(1),
      previous: () => this.#move(-1),
      open: () => inbox.cursor !== null && inbox.openTicket(inbox.cursor),
      reply: () => this.#write('reply'),
      note: () => this.#write('note'),
      solve: () => this.#do({ status: 'solved' }, (ticket) => inbox.actions.solveAndNext(ticket)),
      take: () => this.#do({ assignee: 'me' }, (ticket) => inbox.actions.take(ticket)),
      undo: () => void inbox.undo.run(),
      assign: () => this.#control('assign'),
      team: () => this.#control('team'),
      snooze: () => this.#control('snooze'),
      tags: () => this.#control('tags'),
      priority: () => this.#control('priority'),
      select: () => inbox.cursor !== null && inbox.selection.toggle(inbox.cursor, inbox.list.shown),
      go: () => (this.#going = Date.now()),
      merge: () => pane()?.merge(),
      search: () => list()?.focusFilter(),
      sheet: () => (layout.sheet = true),
    };
  }

  readonly run = (command: Command): void => this.#commands[command]();

  readonly pressed = (event: KeyboardEvent): void => {
    const { inbox } = this.#parts;
    if (isPaletteKey(event)) return this.#openPalette(event);
    if (event.key === 'Escape' && !event.defaultPrevented) return this.#escape();
    if (!inbox.session.shortcuts || event.defaultPrevented || isTyping(event.target)) return;
    const { ticket } = inbox.router.place;
    // Whoever asked to write means the next letters for the text, however long the editor takes to come.
    if (ticket !== null && inbox.composers.known(ticket)?.wanted) return;
    if (this.#goes(event)) return event.preventDefault();
    const command = commandOf(event);
    if (!command || !this.#applies(command, event)) return;
    event.preventDefault();
    if (command === 'select' && event.shiftKey && inbox.cursor !== null)
      inbox.selection.to(inbox.cursor, inbox.list.shown);
    else this.run(command);
  };

  #applies(command: Command, event: KeyboardEvent): boolean {
    const { inbox } = this.#parts;
    // There is no ticket on the screen that the others could be about.
    if (PAGES.includes(inbox.router.place.view) && command !== 'sheet' && command !== 'go') return false;
    if (command === 'open' && isPressable(event.target)) return false;
    return inbox.session.canWrite || READS.includes(command);
  }

  /** The key after G. */
  #goes(event: KeyboardEvent): boolean {
    const to = Date.now() - this.#going < CHORD_MS ? placeOf(event) : undefined;
    this.#going = 0;
    if (to === 'today' && !this.#parts.inbox.session.can('reports.read')) return false;
    if (to) this.#parts.inbox.router.go({ view: to, ticket: null, filters: {} });
    return to !== undefined;
  }

  #openPalette(event: KeyboardEvent): void {
    const { inbox, layout } = this.#parts;
    event.preventDefault();
    if (inbox.work.t && !document.querySelector('dialog[open]')) layout.palette = true;
  }

  /** At once: what is typed next is for the text, whether its editor is there yet or not. */
  #write(mode: Mode): void {
    const { inbox } = this.#parts;
    const { ticket } = inbox.router.place;
    if (ticket !== null) inbox.composers.of(ticket).focus(mode);
  }

  /** Opens a control of the ticket; of those that are selected, or of the row that the keyboard is on. */
  #control(name: Control): void {
    const { inbox, pane } = this.#parts;
    const { selection, cursor, router } = inbox;
    if (!selection.active && router.place.ticket !== null) return pane()?.open(name);
    if (!selection.active && cursor !== null) selection.toggle(cursor, inbox.list.shown);
    if (selection.active) selection.wanted = name;
  }

  /** To all that are selected, else to the ticket that the keyboard is on. */
  #do(acts: TicketActs, act: (ticket: TicketView) => Promise<unknown>): void {
    const { inbox } = this.#parts;
    const ticket = inbox.cursor === null ? undefined : inbox.tickets.get(inbox.cursor);
    if (inbox.selection.active)
      inbox.run(import('../bulk/change.ts').then(({ changeMany }) => changeMany(inbox, acts)));
    else if (ticket) inbox.run(act(ticket));
  }

  #move(step: 1 | -1): void {
    const { inbox, list } = this.#parts;
    const next = inbox.list.neighbour(inbox.cursor, step);
    if (next === undefined) return;
    if (inbox.router.place.ticket !== null) inbox.openTicket(next);
    else inbox.cursor = next;
    list()?.show(next);
  }

  #escape(): void {
    const { inbox, layout } = this.#parts;
    if (layout.menu || layout.drawer) layout.closeDrawers();
    else if (inbox.selection.active && !isTyping(document.activeElement)) inbox.selection.clear();
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }
}
