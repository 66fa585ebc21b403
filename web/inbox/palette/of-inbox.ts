import { PLACES } from '../keyboard.ts';
import { fill, LOCALES, OWN_NAMES } from '../state/texts.svelte.ts';
import type { Entry, PaletteParts } from './entries.ts';

/** Where one can go. */
export function places({ inbox }: PaletteParts): Entry[] {
  const { t, router, directory } = inbox;
  const group = inbox.work.t!.palette.go;
  const keys = new Map<string, string>(Object.entries(PLACES).map(([key, view]) => [view, `G ${key.toUpperCase()}`]));
  const view = (name: string, label: string): Entry => ({
    ...{ key: `go ${name}`, label, group, ...(keys.has(name) ? { keys: keys.get(name)! } : {}) },
    run: () => router.go({ view: name, ticket: null, filters: {} }),
  });
  return [
    ...(inbox.session.can('reports.read') ? [view('today', t.views.today)] : []),
    ...(['unassigned', 'mine', 'mentions', 'drafts', 'overdue', 'waiting', 'all'] as const).map((name) =>
      view(name, t.views[name]),
    ),
    ...(['new', 'open', 'pending', 'snoozed', 'solved', 'closed'] as const).map((name) => view(name, t.status[name])),
    view('spam', t.views.spam),
    view('intake', t.views.intake),
    ...directory.teams.map(({ id, name }) => ({
      key: `go ${id}`,
      label: name,
      group: t.views.teams,
      run: () => router.go({ view: 'all', ticket: null, filters: { team: id } }),
    })),
  ];
}

/** What concerns the inbox itself. */
export function ofInbox({ inbox, layout, command }: PaletteParts): Entry[] {
  const { t, session } = inbox;
  const work = inbox.work.t!.palette;
  const group = work.app;
  const entry = (key: string, label: string, run: () => void, keys?: string, typed = false): Entry => ({
    ...{ key, label, group, run, typed },
    ...(keys ? { keys } : {}),
  });
  return [
    entry('search', t.shortcuts.search, () => command('search'), '/'),
    entry('undo', t.shortcuts.undo, () => command('undo'), 'Z'),
    entry('sheet', t.settings.showShortcuts, () => command('sheet'), '?'),
    entry('panel', work.panel, () => layout.togglePanel()),
    entry('sidebar', work.sidebar, () => layout.toggleSidebar()),
    ...(['online', 'away', 'offline'] as const).map((state) =>
      entry(`available ${state}`, fill(work.available, { name: t.availability[state] }), () =>
        inbox.run(session.setAvailability(state)),
      ),
    ),
    ...(['system', 'light', 'dark'] as const).map((theme) =>
      entry(`theme ${theme}`, fill(work.theme, { name: t.settings[theme] }), () => inbox.run(session.setTheme(theme))),
    ),
    ...LOCALES.map((locale) =>
      entry(`language ${locale}`, fill(work.language, { name: OWN_NAMES[locale] }), () =>
        inbox.run(session.setLocale(locale)),
      ),
    ),
    entry('sign-out', t.settings.signOut, () => inbox.run(session.signOut())),
  ];
}
