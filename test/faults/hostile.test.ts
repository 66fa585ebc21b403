import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mail } from '../bench/corpus.mjs';
import { call, startServer, type Running } from '../bench/server.ts';
import { eventually } from '../support/eventually.ts';
import { smtpClient, type SmtpClient } from '../server/channels/email/smtp-client.ts';
import { hostileMails } from '../support/hostile-mails.ts';

/**
 * Mails that break programs, among good ones, at the SMTP door of a server in a process of its own: the good ones flow,
 * each hostile one is kept with its bytes. How long the server's loop was held up is told, and judged in the long form.
 */
const FULL = process.env['OMBUD_FAULTS'] === 'full';
const EACH = FULL ? 200 : 27;
const WITHIN_MS = 300_000;
const LAG_MS = 20;

let server: Running;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const sha256 = (raw: Buffer) => createHash('sha256').update(raw).digest('hex');

test(`${EACH} hostile mails among ${EACH} good ones`, { timeout: WITHIN_MS + 60_000 }, async () => {
  const hostile = hostileMails(EACH, FULL ? 1 : 0).map(({ kind, raw }) => ({ kind, raw, good: false }));
  const good = Array.from({ length: EACH }, (_, i) => ({ kind: 'good', raw: mail(i), good: true }));
  const all = hostile.flatMap((one, i) => [one, ...good.slice(i, i + 1)]);
  await lag();
  const began = performance.now();
  let next = 0;
  const senders = Array.from({ length: 4 }, async () => {
    const client = await smtpClient(server.smtpPort);
    await client.say('EHLO evil.test');
    for (let one = all[next++]; one; one = all[next++]) await send(client, one.raw);
    client.close();
  });
  await Promise.all(senders);
  await eventually(async () => expect(await counted()).toEqual({ all: all.length, pending: 0 }), WITHIN_MS);
  const seconds = (performance.now() - began) / 1000;
  const worst = await lag();
  const ledger = await readLedger();
  const outcomes = all.map(({ kind, raw, good: isGood }) => ({ kind, isGood, outcome: ledger.get(sha256(raw)) }));
  expect(outcomes.filter(({ isGood, outcome }) => isGood && outcome !== 'ticket')).toEqual([]);
  expect(outcomes.filter(({ outcome }) => !['ticket', 'quarantined', 'ignored'].includes(outcome ?? ''))).toEqual([]);
  const count = Object.groupBy(
    outcomes.filter(({ isGood }) => !isGood),
    ({ outcome = '' }) => outcome,
  );
  const said = Object.entries(count).map(([outcome, some]) => `${some?.length} ${outcome}`);
  console.info(
    `${EACH} good and ${EACH} hostile mails (${said.join(', ')}) in ${seconds.toFixed(1)} s, loop lag p99 ${worst.toFixed(1)} ms`,
  );
  if (FULL) expect(worst).toBeLessThan(LAG_MS);
});

/** What the loop was late since this was last asked, in milliseconds; the histogram's own step is 10 ms. */
async function lag(): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(text)?.[1]) * 1000 - 10;
}

async function counted(): Promise<{ all: number; pending: number }> {
  const answer = await call(`${server.url}/api/v1/intake/summary`, { cookie: server.cookie });
  const { counts } = (await answer.json()) as { counts: { outcome: string; count: number }[] };
  const of = (outcome: string) => counts.find((one) => one.outcome === outcome)?.count ?? 0;
  const all = counts.filter(({ outcome }) => outcome !== 'duplicate').reduce((sum, { count }) => sum + count, 0);
  return { all, pending: of('pending') };
}

/** The items of the ledger: sha256 to outcome. */
async function readLedger(): Promise<Map<string, string>> {
  const items = new Map<string, string>();
  for (let after = ''; ;) {
    const page = (await (
      await call(`${server.url}/api/v1/intake?limit=200${after}`, { cookie: server.cookie })
    ).json()) as {
      items: { sha256: string; outcome: string }[];
      next: string | null;
    };
    for (const { sha256: hash, outcome } of page.items) items.set(hash, outcome);
    if (!page.next) return items;
    after = `&after=${page.next}`;
  }
}

/** Byte for byte: no library's idea of a line comes between. */
async function send({ say, socket }: SmtpClient, raw: Buffer): Promise<void> {
  await say('MAIL FROM:<eve@evil.test>');
  await say('RCPT TO:<support@desk.test>');
  expect(await say('DATA')).toMatch(/^354/);
  socket.write(Buffer.from(raw.toString('latin1').replace(/(^|\r\n)\./g, '$1..'), 'latin1'));
  expect(await say('.')).toMatch(/^250/);
}
