import type { MacroView } from '../../../server/macros/schema.ts';
import type { TicketView } from '../../../server/tickets/schema.ts';
import { applyMacro, macroActs } from '../macros/use.ts';
import type { ComposerState, Way } from '../state/composer.svelte.ts';
import type { Inbox } from '../state/inbox.svelte.ts';
import { fill } from '../state/texts.svelte.ts';
import { soonTime } from '../state/times.ts';

/** Sends what the composer holds, then does what a macro has planned. An e-mail can be taken back for some seconds. */
export async function send(inbox: Inbox, ticket: TicketView, composer: ComposerState, way: Way): Promise<void> {
  const { planned, mode } = composer;
  const solves = mode === 'reply' && (way.status ?? planWay(planned).status) === 'solved';
  if (solves && ticket.undecided) return inbox.actions.tellUndecided();
  const hold = inbox.session.undoSeconds;
  if (planned && !macroActs(inbox, planned)) return;
  const signature = inbox.session.agent?.signature;
  const asked =
    mode === 'note'
      ? { mentions: mentionsOf(inbox, composer) }
      : { ...planWay(planned), ...way, hold, ...(signature ? { signature } : {}) };
  composer.plan(undefined);
  const saved = await composer.send(asked);
  if (!saved) return composer.plan(planned);
  // What the reply itself makes of the status can be taken back with it.
  if (planned) await applyMacro(inbox, ticket, planned, mode === 'reply' && planWay(planned).status ? ['status'] : []);
  const work = inbox.work.t?.delivery;
  if (!saved.delivery || !work) return;
  const { dueAt, later, channel } = saved.delivery;
  if (later && dueAt)
    inbox.toasts.info(fill(work.plannedFor, { time: soonTime(inbox.texts.locale, dueAt) }), [], 8_000);
  else if (channel === 'email' && hold)
    inbox.undo.offer(
      {
        text: fill(work.sending, { number: `#${ticket.number}` }),
        label: work.undo,
        ticket: ticket.number,
        run: () => inbox.run(inbox.actions.takeBack(ticket.number, saved.id)),
        until: Date.now() + hold * 1000,
      },
      inbox.router.place.ticket,
    );
}

/** The status that a reply gives its ticket, where a macro names one. */
function planWay(planned: MacroView | undefined): Pick<Way, 'status'> {
  const status = planned?.acts?.status;
  return status && status !== 'closed' ? { status } : {};
}

/** Whoever was picked and still stands in the note. */
function mentionsOf(inbox: Inbox, composer: ComposerState): string[] {
  const text = composer.text('note');
  return composer.mentions.filter((id) =>
    inbox.directory.agents.some((agent) => agent.id === id && text.includes(`@${agent.name}`)),
  );
}
