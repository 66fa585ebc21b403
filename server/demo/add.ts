import { randomUUID } from 'node:crypto';
import { Types } from 'mongoose';
import { Agents } from '../agents/model.ts';
import type { Channel } from '../channels/channel.ts';
import type { Context } from '../context.ts';
import { addressOf, loadCustomer } from '../customers/find.ts';
import { Customers } from '../customers/model.ts';
import { change } from '../tickets/advance.ts';
import { assign } from '../tickets/assign.ts';
import { markSent } from '../tickets/delivered.ts';
import type { InboundMessage, Language } from '../tickets/envelopes.ts';
import { ticketById } from '../tickets/find.ts';
import { PRIORITIES, type TicketDoc } from '../tickets/model.ts';
import { note } from '../tickets/note.ts';
import { receive } from '../tickets/receive.ts';
import { reply } from '../tickets/reply.ts';
import { snooze } from '../tickets/snooze.ts';
import { setStatus } from '../tickets/status.ts';
import { makeMarks } from '../tickets/search/marks.ts';
import { knowTags } from '../tickets/tags/know.ts';
import { addressFrom } from './address.ts';
import { addCompany, type Company } from './company.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { addOrders } from './orders.ts';
import { sampleOwnPage } from './own-page.ts';
import { pl } from './pl.ts';
import { ro } from './ro.ts';
import { ru } from './ru.ts';
import type { Sample } from './sample.ts';
import { goThrough } from './steps.ts';

const HOUR = 3_600_000;
const samples: Record<Language, readonly Sample[]> = { en, es, ro, pl, ru };

export interface Added {
  tickets: number;
  company: Company;
  /** Path of a sample customer's own page, as the mail to them would have it. */
  ownPage: string | undefined;
}

/**
 * Adds the sample company: teams, rules, agents, customers and their tickets over all channels in five languages, as
 * they would have come in the last days, with their orders. Nothing is sent to anybody. Without its rules what really comes goes on to go
 * where it went. Resolves with undefined when it is there already.
 */
export async function addDemo(context: Context, { rules = true } = {}): Promise<Added | undefined> {
  if (await hasDemo(context)) return undefined;
  const company = await addCompany(context, rules);
  await addOrders(context, rules);
  const all = (Object.keys(samples) as Language[]).flatMap((language) =>
    samples[language].map((sample) => ({ language, sample })),
  );
  all.sort((a, b) => b.sample.age - a.sample.age);
  const tickets: string[] = [];
  for (const [n, { language, sample }] of all.entries())
    tickets.push(await addTicket(context, company, { language, sample, n }));
  await makeMarks(context, new Map(tickets.map((id) => [id, []])));
  return { tickets: all.length, company, ownPage: await sampleOwnPage(context) };
}

/** Whether the sample company is there: its agents are few, where tickets may be many. */
export const hasDemo = async (context: Context): Promise<boolean> =>
  (await Agents(context).exists({ demo: true })) !== null;

interface Item {
  language: Language;
  sample: Sample;
  /** Which of all, so that work is spread. */
  n: number;
}

async function addTicket(context: Context, company: Company, { language, sample, n }: Item): Promise<string> {
  const now = context.clock.now().getTime();
  const start = now - sample.age * HOUR;
  const gap = gapOf(sample);
  const at = (step: number): Context => inThePast(context, new Date(Math.min(now, start + step * gap)));
  const { ticket } = await receive(at(0), origin(sample, at(0)), inbound(sample, language, at(0), 0));
  await mark(context, ticket, sample);
  const agent = agentFor(company, sample, language, n);
  // What is new waits for its team; the rest has somebody.
  const waits = sample.status === 'new';
  const to = { team: String(company.teams[sample.team]), ...(waits ? {} : { assignee: agent.id }) };
  await assign(at(0.2), ticket, to, { kind: 'system', name: 'Routing' });
  for (const [step, [who, text]] of sample.thread.entries()) {
    if (step > 0) await addMessage(at(step), ticket, { who, text, step, sample, language, agent });
  }
  await conclude(at(sample.thread.length - 0.5), ticket, sample, agent);
  return String(ticket._id);
}

/** Milliseconds between two messages: a chat goes on by minutes, mail by hours; all of it has passed by now. */
function gapOf({ channel, age, thread }: Sample): number {
  const longest = channel === 'webchat' ? 0.04 : 7;
  return Math.min(longest, (age * 0.9) / thread.length) * HOUR;
}

/** The house at another time, deaf and mute: no reactions, and every channel says that it can send. */
function inThePast(context: Context, time: Date): Context {
  const canSend = (channel: Channel): Channel =>
    new Proxy(channel, {
      get: (target, key) => (key === 'cannotSend' ? () => undefined : (Reflect.get(target, key) as unknown)),
    });
  const channels = new Map([...context.channels].map(([name, channel]) => [name, canSend(channel)]));
  return { ...context, channels, clock: { now: () => time }, events: { emit: () => Promise.resolve(true) } };
}

const origin = ({ channel }: Sample, { clock }: Context) => ({
  _id: new Types.ObjectId(),
  channel,
  account: 'env',
  receivedAt: clock.now(),
});

function inbound(sample: Sample, language: Language, { clock }: Context, step: number): InboundMessage {
  return {
    account: 'env',
    kind: 'message',
    threadKeys: [],
    from: identity(sample),
    sentAt: clock.now(),
    subject: sample.subject ?? sample.thread[0]?.[1].slice(0, 80) ?? '',
    text: sample.thread[step]?.[1] ?? '',
    attachments: [],
    automatic: false,
    language,
    type: sample.type,
    ...(sample.fields && step === 0 ? { fields: sample.fields } : {}),
    ...(sample.channel === 'email' ? { externalId: `${randomUUID()}@mail.example` } : {}),
  };
}

function identity({ channel, from }: Sample): InboundMessage['from'] {
  if (channel === 'webchat') return { kind: 'webchat', value: `sample-${randomUUID()}`, name: from, verified: true };
  return { kind: 'email', value: addressFrom(from), name: from, verified: false };
}

async function mark(context: Context, ticket: TicketDoc, { tags = [], priority = 'normal' }: Sample): Promise<void> {
  await knowTags(context, tags);
  await change(context, ticket, { demo: true, unverified: false, tags, priority: PRIORITIES.indexOf(priority) + 1 });
  await Customers(context).updateOne({ _id: ticket.customer }, { $set: { demo: true } });
}

type Colleague = Company['agents'][number];

function agentFor(company: Company, { team }: Sample, language: Language, n: number): Colleague {
  const able = company.agents.filter((agent) => agent.languages.includes(language) && agent.teams.includes(team));
  const agent = able[n % able.length];
  if (!agent) throw new Error(`nobody of the team ${team} speaks ${language}`);
  return agent;
}

interface Step {
  who: Sample['thread'][number][0];
  text: string;
  step: number;
  sample: Sample;
  language: Language;
  agent: Colleague;
}

async function addMessage(context: Context, ticket: TicketDoc, { who, text, step, ...rest }: Step): Promise<void> {
  const { sample, language, agent } = rest;
  const author = { kind: 'agent' as const, id: agent.id, name: agent.name };
  if (who === 'customer') {
    const again = { ...inbound(sample, language, context, step), from: await known(context, ticket, sample) };
    await receive(context, origin(sample, context), { ...again, threadKeys: [`t:${ticket.thread}`] });
    return await refresh(context, ticket);
  }
  if (who === 'note') return void (await note(context, ticket, { author, clientId: randomUUID(), text }));
  const message = await reply(context, ticket, { author, purpose: 'service', clientId: randomUUID(), text });
  await markSent(context, message, message.externalId ?? String(message._id));
  await refresh(context, ticket);
}

/** A visitor of the chat has a random id: the one of their first message. */
async function known(context: Context, ticket: TicketDoc, sample: Sample): Promise<InboundMessage['from']> {
  if (sample.channel !== 'webchat') return identity(sample);
  const customer = await loadCustomer(context, String(ticket.customer));
  return { kind: 'webchat', value: addressOf(customer, 'webchat') ?? '', name: sample.from, verified: true };
}

async function refresh(context: Context, ticket: TicketDoc): Promise<void> {
  Object.assign(ticket, await ticketById(context, String(ticket._id)));
}

async function conclude(context: Context, ticket: TicketDoc, sample: Sample, agent: Colleague): Promise<void> {
  const { status } = sample;
  const by = { kind: 'agent' as const, id: agent.id, name: agent.name };
  await goThrough(context, ticket, sample, by);
  if (status === 'snoozed') await snooze(context, ticket, new Date(Date.now() + 72 * HOUR), by);
  else await setStatus(context, ticket, status, by);
}
