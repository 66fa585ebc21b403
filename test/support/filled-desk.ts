import { Messages } from '../../server/tickets/message-model.ts';
import { buildTestApp, type TestApp } from './app.ts';
import { eventually } from './eventually.ts';
import { installScriptChannel, type ScriptChannel } from './script-channel.ts';
import { numberOf } from './ticket-number.ts';

/** Words of no language: no test looks for them but those of this desk. */
const WORDS = ['quvolin', 'zelixar', 'trambosk', 'fjelumpo', 'wixorane', 'plagutev', 'drunakil', 'smovetch'];
const CUSTOMERS = 30;

export interface Filled {
  /** Numbers of its tickets, all closed. */
  numbers: number[];
  agent: { email: string; password: string };
}

/** What the ticket at this place is about. */
export const subjectOf = (i: number): string => `${WORDS[i % 8]} ${WORDS[(i >> 3) % 8]}`;
export const customerOf = (i: number): string => `moved${i % CUSTOMERS}@filled.invalid`;
/** Two files each: from the customer, and from the agent. */
export const fileOf = (i: number): Buffer => Buffer.alloc(20_000 + i, `${subjectOf(i)} `);

/**
 * Fills a new data folder, on the embedded store and through the doors that people use: tickets of 30 customers with
 * files, answers, notes and tags, in the end closed by an agent, so that they stand in nobody's way.
 */
export async function fillDesk(dataDir: string, tickets: number): Promise<Filled> {
  // Long ago: whatever a test does comes after it.
  let now = new Date('2026-01-05T09:00:00Z').getTime();
  const clock = { now: () => new Date((now += 10)) };
  const app = await buildTestApp({ dataDir, env: { MONGODB_URI: '' }, clock });
  const mail = installScriptChannel(app);
  const { cookie, agent } = await app.signIn('agent', { name: 'Moved Agent' });
  const numbers: number[] = [];
  for (let i = 0; i < tickets; i++) numbers.push(await fill(app, mail, cookie, i));
  await eventually(async () => {
    const pending = await Messages(app.context).countDocuments({ direction: 'out', 'delivery.state': 'pending' });
    if (pending > 0) throw new Error('answers are on their way still');
  });
  // Nobody who is there, or new tickets would be theirs.
  const availability = { method: 'PUT', url: '/api/v1/agents/me/availability', headers: { cookie } } as const;
  await app.inject({ ...availability, payload: { state: 'offline' } });
  await app.close(true);
  return { numbers, agent };
}

async function fill(app: TestApp, mail: ScriptChannel, cookie: string, i: number): Promise<number> {
  const envelope = {
    from: { kind: 'email' as const, value: customerOf(i), name: `Moved ${i % CUSTOMERS}`, verified: false },
    threadKeys: [`filled-${i}`],
    subject: subjectOf(i),
  };
  const content = fileOf(i);
  const attachments = [{ name: `${WORDS[i % 8]}.bin`, type: 'application/octet-stream', content }];
  const text = `${subjectOf(i)}, ${WORDS[(i + 3) % 8]}`;
  const { ticket } = await (await mail.bring({ ...envelope, text, attachments }, `filled-first-${i}`)).done;
  const number = await numberOf(app, ticket);
  const act = (verb: string, payload: object) =>
    app.inject({ method: 'POST', url: `/api/v1/tickets/${number}/${verb}`, headers: { cookie }, payload });
  await act('assignment', { assignee: 'me' });
  await act('notes', { clientId: `note-of-${i}`, text: `a note on ${WORDS[i % 8]}` });
  await act('replies', { clientId: `answer-of-${i}`, text: `an answer on ${WORDS[i % 8]}` });
  await (
    await mail.bring({ ...envelope, text: 'thank you' }, `filled-last-${i}`)
  ).done;
  await act('tags', { tags: [WORDS[i % 8]] });
  await act('status', { status: 'closed' });
  return number;
}
