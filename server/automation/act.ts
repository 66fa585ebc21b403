import { createHash } from 'node:crypto';
import type { Context } from '../context.ts';
import { Failure } from '../errors.ts';
import { applyActs } from '../tickets/acts/apply.ts';
import { note } from '../tickets/note.ts';
import { reply } from '../tickets/reply.ts';
import type { TicketDoc } from '../tickets/model.ts';
import type { AutomationDoc, AutomationRunDoc, Deeds } from './model.ts';
import { messageFor } from './words.ts';

/** What was done, by name, and the name of the error that kept the rest from it. */
export interface Done {
  did: string[];
  code?: string;
}

type Deed = (context: Context, ticket: TicketDoc, rule: AutomationDoc, run: AutomationRunDoc) => Promise<string[]>;

/**
 * Does what a rule says, in order: each deed once, however often it is begun again. What its message cannot reach does
 * not keep the rest from being done. `silent`: nothing is sent, the customer heard of this rule lately.
 */
export async function act(
  context: Context,
  ticket: TicketDoc,
  { rule, run, silent }: { rule: AutomationDoc; run: AutomationRunDoc; silent: boolean },
): Promise<Done> {
  const done: Done = { did: [] };
  for (const deed of silent ? [write, change, tell] : [send, write, change, tell]) {
    try {
      done.did.push(...(await deed(context, ticket, rule, run)));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      done.code ??= error.code;
    }
  }
  return done;
}

/** By the day on which the run began: two runs of one day that meet send one message. */
const send: Deed = async (context, ticket, { _id, deeds: { message } }, { at }) => {
  const text = message && (await messageFor(context, ticket, message));
  if (message && !text) throw new Failure('details-missing');
  if (!text) return [];
  await reply(context, ticket, {
    author: { kind: 'system', id: String(_id), name: '' },
    purpose: 'service',
    clientId: `automation/${String(_id)}/${at.toISOString().slice(0, 10)}`,
    automatic: true,
    text,
  });
  return ['message'];
};

const write: Deed = async (context, ticket, { _id, name, deeds }, run) => {
  const { note: text, notify: mentions = [] } = deeds;
  if (!text && mentions.length === 0) return [];
  const author = { kind: 'system' as const, id: String(_id), name };
  const clientId = `automation/${createHash('sha256').update(run._id).digest('base64url')}`;
  await note(context, ticket, { author, clientId, text: text ?? name, mentions });
  return [...(text ? ['note'] : []), ...(mentions.length > 0 ? ['notify'] : [])];
};

const CHANGES = ['assignee', 'team', 'type', 'priority', 'tags', 'status'] as const;

const change: Deed = async (context, ticket, { _id, name, deeds }) => {
  const before = shapeOf(ticket);
  const acts = Object.fromEntries(CHANGES.flatMap((key) => (deeds[key] === undefined ? [] : [[key, deeds[key]]])));
  const by = { kind: 'system' as const, id: String(_id), name };
  const changed = () => CHANGES.filter((key) => before[key] !== shapeOf(ticket)[key]);
  Object.assign(ticket, await applyActs(context, ticket, acts as Pick<Deeds, never>, by));
  return changed();
};

const shapeOf = (ticket: TicketDoc): Record<(typeof CHANGES)[number], string> => ({
  assignee: String(ticket.assignee),
  team: String(ticket.team),
  type: ticket.type,
  priority: String(ticket.priority),
  tags: ticket.tags.join('\n'),
  status: ticket.status,
});

const tell: Deed = async (context, ticket, { _id, deeds }, run) => {
  if (!deeds.webhook) return [];
  await context.events.emit('automation.ran', { ticket: String(ticket._id), rule: String(_id), run: run._id });
  return ['webhook'];
};
