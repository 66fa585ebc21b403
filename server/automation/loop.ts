import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import type { EventMap } from '../events.ts';
import { startLoop, type Loop } from '../loop.ts';
import { Messages, type MessageDoc } from '../tickets/message-model.ts';
import { Tickets, type TicketDoc } from '../tickets/model.ts';
import { findDue } from './due.ts';
import { happeningsOf } from './match.ts';
import type { AutomationDoc, Happening } from './model.ts';
import { plan } from './plan.ts';
import { runDue } from './run.ts';
import { rulesInForce } from './rules.ts';
import type { MailGate } from './send.ts';

const LOOK_MS = 15_000;

export interface Automation {
  /** Reaction to `message.received`: raised again it plans nothing anew. */
  onMessage(payload: EventMap['message.received']): Promise<void>;
  /** Reaction to `ticket.changed`. */
  onTicket(payload: EventMap['ticket.changed']): Promise<void>;
  /** Reaction to `message.saved`: a deadline that was missed has a line in the thread. */
  onSaved(payload: EventMap['message.saved']): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the rules over time: what is planned is carried out in any process, what rests is looked for in one. */
export function startAutomation(context: Context, gate: MailGate): Automation {
  const runs: Loop = startLoop(context, {
    name: 'automation-runs',
    everyMs: LOOK_MS,
    lease: false,
    run: async () => void ((await runDue(context, gate)) && runs.wake()),
  });
  const looks = startLoop(context, {
    name: 'automation',
    everyMs: LOOK_MS,
    run: async () => void ((await findDue(context)) > 0 && runs.wake()),
  });
  const happened = async (ticket: string, what: Happened): Promise<void> => {
    if (await planFor(context, ticket, what)) runs.wake();
  };
  return {
    async onMessage({ ticket, message, created }) {
      const rules = await answering(context, ['created', 'received']);
      const written = rules.length > 0 ? await writtenMessage(context, message) : undefined;
      if (!written) return;
      const on = created || (await opens(context, ticket, written)) ? 'created' : 'received';
      const asked = rules.filter(({ trigger }) => trigger.on === on);
      if (asked.length > 0) await happened(ticket, { rules: asked, mark: on === 'created' ? 'once' : message });
    },
    async onTicket({ ticket, fields, by }) {
      const rules = await answering(context, happeningsOf(fields));
      // What rules do bears their id, which nothing else has that is not a person.
      const cause = by.kind === 'system' ? by.id : undefined;
      if (rules.length > 0) await happened(ticket, { rules, ...(cause ? { by: cause } : {}) });
    },
    async onSaved({ ticket, message, direction }) {
      const rules = direction === 'event' ? await answering(context, ['missed']) : [];
      if (rules.length > 0 && (await isMissed(context, message))) await happened(ticket, { rules, mark: message });
    },
    async stop() {
      await Promise.all([looks.stop(), runs.stop()]);
    },
  };
}

const isMissed = async (context: Context, id: string): Promise<boolean> =>
  (await Messages(context).exists({ _id: id, 'event.kind': 'deadlineMissed' })) !== null;

interface Happened {
  rules: AutomationDoc[];
  /** What tells it from everything else; absent: the place that the change took in the thread. */
  mark?: string;
  /** Hex id of the rule that did it. */
  by?: string;
}

async function answering(context: Context, happenings: readonly Happening[]): Promise<AutomationDoc[]> {
  if (happenings.length === 0) return [];
  const rules = await rulesInForce(context);
  return rules.filter(({ trigger }) => trigger.on !== 'time' && happenings.includes(trigger.on));
}

/** Machines and strangers who write into a ticket set nothing going. */
async function writtenMessage(context: Context, id: string): Promise<MessageDoc | undefined> {
  const message = await Messages(context)
    .findById(new Types.ObjectId(id), { automatic: 1, otherSender: 1, intake: 1 })
    .lean<MessageDoc>();
  return message && !message.automatic && !message.otherSender ? message : undefined;
}

/** True for the message that opened its ticket: an event that is raised again does not say. */
async function opens(context: Context, ticket: string, { intake }: MessageDoc): Promise<boolean> {
  return intake !== undefined && (await Tickets(context).exists({ _id: ticket, origin: intake })) !== null;
}

async function planFor(context: Context, id: string, { rules, mark, by }: Happened): Promise<boolean> {
  const ticket = await Tickets(context).findById(id, { number: 1, messages: 1 }).lean<TicketDoc>();
  if (!ticket) return false;
  const planned = rules.map(({ _id, trigger: { on } }) => ({
    ...{ rule: _id, ticket: ticket._id, number: ticket.number, on, dueAt: context.clock.now() },
    what: `${on}/${mark ?? ticket.messages}/${by ?? ''}`,
    ...(by ? { by } : {}),
  }));
  return (await plan(context, planned)) > 0;
}
