import type { TicketActs } from '../../../server/tickets/acts/schema.ts';
import type { TicketView } from '../../../server/tickets/schema.ts';
import { changeMany } from '../bulk/change.ts';
import { choicesOf } from '../bulk/choices.ts';
import type { Command } from '../keyboard.ts';
import { applyMacro, macroActs } from '../macros/use.ts';
import { filledFor } from '../macros/values.ts';
import { fill } from '../state/texts.svelte.ts';
import type { Entry, PaletteParts } from './entries.ts';

/** What can be done to the ticket that is open, or on which the keyboard is. */
export function ofTicket(parts: PaletteParts, ticket: TicketView): Entry[] {
  const { inbox, command } = parts;
  const { t, actions } = inbox;
  const group = inbox.work.t!.palette.ticket;
  const key = (name: Command, keys: string, label: string): Entry => ({
    ...{ key: name, label, keys, group },
    run: () => command(name),
  });
  const act = (acts: TicketActs) => inbox.run(actions.act(ticket, acts));
  return [
    key('reply', 'R', t.shortcuts.reply),
    key('note', 'N', t.shortcuts.note),
    key('solve', 'E', t.shortcuts.solve),
    key('take', 'I', t.shortcuts.take),
    key('assign', 'A', t.shortcuts.assign),
    key('snooze', 'H', t.ticket.snooze),
    key('tags', 'L', t.ticket.addTag),
    key('team', 'T', t.ticket.team),
    ...(inbox.router.place.ticket === null ? [] : [key('merge', 'M', t.shortcuts.merge)]),
    key('priority', 'P', t.ticket.priority),
    ticket.spam
      ? { key: 'not-spam', label: t.ticket.notSpam, group, run: () => inbox.run(actions.setSpam(ticket, false)) }
      : { key: 'spam', label: t.ticket.markSpam, group, run: () => inbox.run(actions.setSpam(ticket, true)) },
    ...prepared(parts, ticket),
    ...changes(parts, group, act, ticket),
  ];
}

/** Saved replies go into the composer; macros as well, or at once where they only act. */
function prepared({ inbox }: PaletteParts, ticket: TicketView): Entry[] {
  const work = inbox.work.t!;
  const { shop } = inbox.prepared;
  const agent = { name: inbox.session.agent?.name ?? '', locale: inbox.texts.locale, shop };
  return inbox.prepared.macros.map((macro) => ({
    key: `macro ${macro.id}`,
    label: macro.name,
    group: macro.acts ? work.macros.macro : work.macros.reply,
    run: () => {
      const filled = filledFor(macro, ticket, agent);
      if (!filled) return inbox.run(applyMacro(inbox, ticket, macro));
      const composer = inbox.composers.of(ticket.number);
      inbox.openTicket(ticket.number);
      composer.add(filled.text);
      if (macro.acts) composer.plan(macro);
      composer.focus('reply');
    },
  }));
}

/** What can be done to all that are selected. */
export function ofSelection(parts: PaletteParts): Entry[] {
  const { inbox } = parts;
  const work = inbox.work.t!;
  const group = work.palette.selection;
  const act = (acts: TicketActs) => inbox.run(changeMany(inbox, acts));
  const macros = inbox.prepared.macros.filter(({ acts }) => acts !== null);
  return [
    ...changes(parts, group, act).map((entry) => ({ ...entry, typed: false })),
    { key: 'spam', label: inbox.t.ticket.markSpam, group, run: () => act({ spam: true }) },
    ...macros.map((macro) => ({
      key: `macro ${macro.id}`,
      label: macro.name,
      group: work.macros.macro,
      run: () => {
        const acts = macroActs(inbox, macro);
        if (acts) act(acts);
      },
    })),
    { key: 'all', label: work.bulk.all, group, run: () => (inbox.selection.all = true) },
    { key: 'clear', label: work.bulk.clear, keys: 'Esc', group, run: () => inbox.selection.clear() },
  ];
}

/** Every change by its name. */
function changes(
  { inbox }: PaletteParts,
  group: string,
  act: (acts: TicketActs) => void,
  ticket?: TicketView,
): Entry[] {
  const t = inbox.work.t!.palette;
  const { assign, team, status, priority } = choicesOf(inbox);
  const entry = (name: string, value: string, label: string, acts: object): Entry => ({
    ...{ key: `${name} ${value}`, label, group, typed: true },
    run: () => act(acts as TicketActs),
  });
  const idOf = (value: string): string | null => value || null;
  const tags = inbox.prepared.tags.filter((tag) => !ticket?.tags.includes(tag));
  return [
    ...assign.map(({ value, label }) =>
      entry('assign', value, value.length > 2 ? fill(t.assign, { name: label }) : label, { assignee: idOf(value) }),
    ),
    ...status.map(({ value, label }) => entry('status', value, fill(t.status, { name: label }), { status: value })),
    ...priority.map(({ value, label }) =>
      entry('priority', value, fill(t.priority, { name: label }), { priority: value }),
    ),
    ...team.map(({ value, label }) =>
      entry('team', value, value ? fill(t.team, { name: label }) : label, { team: idOf(value) }),
    ),
    ...(['inquiry', 'complaint', 'return'] as const).map((type) =>
      entry('type', type, fill(t.type, { name: inbox.t.type[type] }), { type }),
    ),
    ...tags.map((tag) => entry('tag', tag, fill(t.tag, { name: tag }), { tags: { add: [tag] } })),
    ...(ticket?.tags ?? []).map((tag) =>
      entry('untag', tag, fill(t.untag, { name: tag }), { tags: { remove: [tag] } }),
    ),
  ];
}
