import { createHash } from 'node:crypto';
import type { Context } from '../context.ts';
import { Failure } from '../errors.ts';
import { applyActs } from '../tickets/acts/apply.ts';
import { note } from '../tickets/note.ts';
import type { TicketDoc } from '../tickets/model.ts';
import type { AutomationDoc, AutomationRunDoc } from './model.ts';
import { send, type MailGate } from './send.ts';

/** What was done, by name, and the name of the error that kept the rest from it. */
export interface Done {
  did: string[];
  code?: string;
}

interface Doing {
  rule: AutomationDoc;
  run: AutomationRunDoc;
  gate: MailGate;
}
type Deed = (context: Context, ticket: TicketDoc, doing: Doing) => Promise<string[]>;

/**
 * Does what a rule says, in order: each deed once, however often it is begun again, its name noted on the run as it
 * succeeds. What cannot be done does not keep the rest from it. `silent`: nothing is sent, the customer heard of this rule
 * lately.
 */
export async function act(
  context: Context,
  ticket: TicketDoc,
  { silent, ...doing }: Doing & { silent: boolean },
): Promise<Done> {
  const done: Done = { did: (doing.run.did ??= []) };
  for (const [name, deed] of DEEDS) {
    if (done.did.includes(name) || (silent && name === 'message')) continue;
    try {
      done.did.push(...(await deed(context, ticket, doing)));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      done.code ??= error.code;
    }
  }
  return done;
}

const write: Deed = async (context, ticket, { rule: { _id, name, deeds }, run }) => {
  const { note: text, notify: mentions = [] } = deeds;
  if (!text && mentions.length === 0) return [];
  const author = { kind: 'system' as const, id: String(_id), name };
  const clientId = `automation/${createHash('sha256').update(run._id).digest('base64url')}`;
  await note(context, ticket, { author, clientId, text: text ?? name, mentions });
  return [...(text ? ['note'] : []), ...(mentions.length > 0 ? ['notify'] : [])];
};

const CHANGES = ['assignee', 'team', 'type', 'priority', 'tags', 'status'] as const;
type Change = (typeof CHANGES)[number];

const change =
  (key: Change): Deed =>
  async (context, ticket, { rule: { _id, name, deeds } }) => {
    if (deeds[key] === undefined) return [];
    const before = shapeOf(ticket)[key];
    const by = { kind: 'system' as const, id: String(_id), name };
    Object.assign(ticket, await applyActs(context, ticket, { [key]: deeds[key] }, by));
    return shapeOf(ticket)[key] === before ? [] : [key];
  };

const shapeOf = (ticket: TicketDoc): Record<Change, string> => ({
  assignee: String(ticket.assignee),
  team: String(ticket.team),
  type: ticket.type,
  priority: String(ticket.priority),
  tags: ticket.tags.join('\n'),
  status: ticket.status,
});

const tell: Deed = async (context, ticket, { rule: { _id, deeds }, run }) => {
  if (!deeds.webhook) return [];
  const told = { ticket: String(ticket._id), rule: String(_id), run: run._id };
  // Not in the outbox: begun again it is.
  if (!(await context.events.emit('automation.ran', told))) throw new Error('other systems were not told');
  return ['webhook'];
};

const DEEDS: readonly (readonly [string, Deed])[] = [
  ['message', send],
  ['note', write],
  ...CHANGES.map((key) => [key, change(key)] as const),
  ['webhook', tell],
];
