import { afterEach, expect, test } from 'vitest';
import { drain } from '../../server/channels/delivery.ts';
import { Intake } from '../../server/intake/model.ts';
import { Messages } from '../../server/tickets/message-model.ts';
import { Tickets } from '../../server/tickets/model.ts';
import { writeLetterhead } from '../../server/settings/letterheads.ts';
import { PLAIN_LETTERHEAD, type Letterhead } from '../../server/settings/letterhead-model.ts';
import { buildTestApp, freePort, type TestApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { attemptMail } from '../support/send-mail.ts';
import { openSmtpSink, type SmtpSink } from '../support/smtp-sink.ts';

/**
 * Robots that answer robots, over 10 simulated hours. What keeps mail programs from it is taken away on the way: every
 * header that says "automatic", that names a thread or that is ours.
 */
const HOURS = 10;
const STEP_MINUTES = process.env['OMBUD_FAULTS'] === 'full' ? 1 : 10;
const STEPS = (HOURS * 60) / STEP_MINUTES;
/** 24 h: one acknowledgement, or one answer of the assistant's. */
const MOST = 1;

let now = Date.now();
const clock = { now: () => new Date(now) };
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

interface House {
  app: TestApp;
  /** Takes what the house sends. */
  out: SmtpSink;
  address: string;
  port: number;
}

const ACKNOWLEDGING = { acknowledge: { on: true, texts: {} } };
const ANSWERING = { assistant: true };

async function house(domain: string, letterhead: Partial<Letterhead>): Promise<House> {
  const out = await openSmtpSink();
  const [port, address] = [await freePort(), `support@${domain}`];
  const env = { MAIL_ADDRESS: address, SMTP_URL: out.url, SMTP_IN_PORT: String(port) };
  const app = await buildTestApp({ env, clock });
  await writeLetterhead(app.context, 'env', { ...PLAIN_LETTERHEAD, ...letterhead });
  await app.listen();
  ends.push(out.stop, () => app.close());
  return { app, out, address, port };
}

/** All that came in is worked off, and what follows from it has gone out. */
async function settle({ app }: House): Promise<void> {
  await eventually(async () => {
    expect(await Intake(app.context).countDocuments({ outcome: 'pending' })).toBe(0);
    await drain(app.context);
    expect(await Messages(app.context).countDocuments({ 'delivery.state': 'pending' })).toBe(0);
  });
}

const TELLING =
  /^(?:auto-submitted|x-auto-response-suppress|precedence|x-ombud-loop|message-id|references|in-reply-to|return-path):.*\r?\n(?:[ \t].*\r?\n)*/gim;
/** A relay, or a robot, that keeps to none of the rules. */
function stripped(raw: Buffer, more = ''): Buffer {
  const text = raw.toString('latin1');
  const end = text.indexOf('\r\n\r\n') + 2;
  return Buffer.from(more + text.slice(0, end).replace(TELLING, '') + text.slice(end), 'latin1');
}

async function pass(from: House, to: House, done: number, change: (raw: Buffer) => Buffer): Promise<number> {
  for (const { raw } of from.out.taken.slice(done))
    expect(await attemptMail(to.port, change(raw), to.address)).toBe(true);
  await settle(to);
  return from.out.taken.length;
}

/** An agent of one house writes to the other one's address. */
async function write(from: House, to: string): Promise<void> {
  const { cookie } = await from.app.signIn('admin');
  const post = async (url: string, payload: object) =>
    (await from.app.inject({ method: 'POST', url: `/api/v1${url}`, headers: { cookie }, payload })).json<{
      number: number;
    }>();
  const customer = { email: to, name: 'Other house' };
  const { number } = await post('/tickets', { type: 'inquiry', subject: 'Hello', text: 'To you', customer });
  await post(`/tickets/${number}/replies`, { clientId: 'client-first', text: 'What do you say?' });
  await settle(from);
}

test.each([
  ['with their marks', (raw: Buffer) => raw, ACKNOWLEDGING],
  ['whose marks are lost on the way', (raw: Buffer) => stripped(raw), ANSWERING],
])(`two desks ${'%s'} fall silent`, { timeout: 280_000 }, async (_, change, letterhead) => {
  const [a, b] = [await house('a.test', letterhead), await house('b.test', letterhead)];
  await write(a, b.address);
  let [fromA, fromB] = [0, 0];
  let lastAt = 0;
  for (let step = 0; step < STEPS; step++) {
    const before = a.out.taken.length + b.out.taken.length;
    fromA = await pass(a, b, fromA, change);
    fromB = await pass(b, a, fromB, change);
    if (a.out.taken.length + b.out.taken.length > before) lastAt = step;
    now += STEP_MINUTES * 60_000;
  }
  const mails = { a: a.out.taken.length, b: b.out.taken.length };
  console.log(`${HOURS} h: ${JSON.stringify(mails)}, the last at step ${lastAt} of ${STEPS}`);
  // The agent's own, and at most one acknowledgement of each.
  expect(mails.a).toBeLessThanOrEqual(1 + MOST);
  expect(mails.b).toBeLessThanOrEqual(MOST);
  expect(lastAt).toBeLessThan(3);
});

test('an out-of-office robot that answers everything falls silent', { timeout: 280_000 }, async () => {
  const desk = await house('a.test', { ...ACKNOWLEDGING, ...ANSWERING });
  let answered = 0;
  let lastAt = 0;
  const away = (i: number) =>
    Buffer.from(
      `From: Ann <ann@people.test>\r\nTo: ${desk.address}\r\nSubject: I am away (${i})\r\n\r\nUntil Monday. ${i}\r\n`,
    );
  expect(await attemptMail(desk.port, away(0), desk.address)).toBe(true);
  await settle(desk);
  for (let step = 0; step < STEPS; step++) {
    for (; answered < desk.out.taken.length; answered++) {
      expect(await attemptMail(desk.port, away(answered + 1), desk.address)).toBe(true);
      lastAt = step;
    }
    await settle(desk);
    now += STEP_MINUTES * 60_000;
  }
  const tickets = await Tickets(desk.app.context).countDocuments({});
  console.log(`${HOURS} h: ${desk.out.taken.length} sent, ${tickets} tickets, the last at step ${lastAt} of ${STEPS}`);
  expect(desk.out.taken).toHaveLength(MOST);
  expect(lastAt).toBeLessThan(2);
});
