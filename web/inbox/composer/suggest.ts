import MessageSquareText from '@lucide/svelte/icons/message-square-text';
import UserRound from '@lucide/svelte/icons/user-round';
import Zap from '@lucide/svelte/icons/zap';
import type { TicketView } from '../../../server/tickets/schema.ts';
import { best } from '../find.ts';
import { applyMacro } from '../macros/use.ts';
import { filledFor } from '../macros/values.ts';
import { actsInWords } from '../macros/words.ts';
import type { ComposerState } from '../state/composer.svelte.ts';
import type { Inbox } from '../state/inbox.svelte.ts';
import type { Suggested } from './editor/suggested.ts';
import type { Trigger } from './editor/trigger.ts';

const MOST = 30;

/** What opens behind a sign: saved replies and macros behind `/`, colleagues behind `@` in a note. */
export function suggestionsFor(
  inbox: Inbox,
  ticket: TicketView,
  composer: ComposerState,
  { sign, query }: Trigger,
): Suggested[] {
  if (sign === '@') return composer.mode === 'note' ? colleagues(inbox, composer, query) : [];
  const { shop } = inbox.prepared;
  const agent = { name: inbox.session.agent?.name ?? '', locale: inbox.texts.locale, shop };
  const work = inbox.work.t!;
  const fitting = best(query, inbox.prepared.macros, ({ name }) => name).slice(0, MOST);
  return fitting.map((macro) => {
    const filled = filledFor(macro, ticket, agent);
    const does = macro.acts
      ? actsInWords(macro.acts, { t: inbox.t, work, agents: inbox.directory.agents, teams: inbox.directory.teams })
      : '';
    const foreign = filled && ticket.language && filled.locale !== ticket.language ? work.macros.untranslated : '';
    return {
      key: macro.id,
      label: macro.name,
      hint: [does, foreign, filled?.text.replace(/\s+/g, ' ')].filter(Boolean).join(' · '),
      icon: macro.acts ? Zap : MessageSquareText,
      ...(filled ? { content: { text: filled.text }, preview: filled.text } : {}),
      ...(does ? { does } : {}),
      picked: () => {
        if (!macro.acts) return;
        if (filled) composer.plan(macro);
        else inbox.run(applyMacro(inbox, ticket, macro));
      },
    };
  });
}

function colleagues(inbox: Inbox, composer: ComposerState, query: string): Suggested[] {
  const others = inbox.directory.agents.filter(({ id }) => id !== inbox.session.id);
  return best(query, others, ({ name }) => name)
    .slice(0, MOST)
    .map(({ id, name, availability }) => ({
      key: id,
      label: name,
      hint: inbox.t.availability[availability],
      icon: UserRound,
      content: { text: `@${name} ` },
      picked: () => composer.mention(id),
    }));
}
