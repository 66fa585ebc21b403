import type { SettingsTexts } from '../../../server/messages/settings/en.ts';
import type { Command } from '../keyboard.ts';
import type { DeskLayout } from '../layout/desk.svelte.ts';
import type { Inbox } from '../state/inbox.svelte.ts';
import { PAGES } from '../state/router.svelte.ts';
import { fill } from '../state/texts.svelte.ts';
import { ofInbox, places } from './of-inbox.ts';
import { ofSelection, ofTicket } from './of-tickets.ts';

/** Something that the palette can do. */
export interface Entry {
  key: string;
  label: string;
  group: string;
  /** The keys that do the same. */
  keys?: string;
  run: () => void;
  /** Only where something was typed: there are many of them. */
  typed?: boolean;
}

export interface PaletteParts {
  inbox: Inbox;
  layout: DeskLayout;
  /** Does what a single key does. */
  command: (name: Command) => void;
  settings: SettingsTexts | undefined;
  pages: readonly { name: keyof SettingsTexts['pages'] }[];
}

/** Everything that can be done from here, the nearest first. */
export function entriesOf(parts: PaletteParts): Entry[] {
  const { inbox } = parts;
  const { selection, router, tickets } = inbox;
  const number = router.place.ticket ?? inbox.cursor;
  const ticket = number === null || PAGES.includes(router.place.view) ? undefined : tickets.get(number);
  const writes = inbox.session.canWrite;
  return [
    ...(writes && selection.active ? ofSelection(parts) : writes && ticket ? ofTicket(parts, ticket) : []),
    ...places(parts),
    ...ofInbox(parts),
    ...settingsPages(parts),
  ];
}

function settingsPages({ inbox, settings, pages }: PaletteParts): Entry[] {
  const group = inbox.work.t!.palette.settings;
  if (!settings) return [];
  return pages.map(({ name }) => ({
    key: `settings ${name}`,
    label: settings.pages[name],
    group,
    run: () => inbox.router.go({ view: 'settings', page: name }),
  }));
}

/** A number that was typed opens that ticket. */
export function numberEntry(typed: string, inbox: Inbox): Entry[] {
  const number = /^#?([1-9]\d{0,14})$/.exec(typed.trim())?.[1];
  if (!number) return [];
  const { palette } = inbox.work.t!;
  return [
    {
      key: `number ${number}`,
      label: fill(palette.openTicket, { number: `#${number}` }),
      group: palette.go,
      run: () => inbox.openTicket(Number(number)),
    },
  ];
}
