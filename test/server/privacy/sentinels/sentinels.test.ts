import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandLine } from '../../../support/ombud.ts';
import { WatchedDesk } from './desk.ts';
import { plantChat, plantMail, plantRequests, plantSecrets, plantWork } from './plant.ts';

/**
 * Words planted through the public doors must stand nowhere in what is stored, backed up, logged, measured or told to
 * other systems. That a look finds what is there is shown each time by a word that may be read: the name of a team.
 */
const desk = new WatchedDesk();
const { sentinels } = desk;
const line = new CommandLine();

beforeAll(async () => {
  await desk.open();
  await plantSecrets(desk);
  await desk.ask('POST', '/teams', { name: sentinels.readable, timeZone: 'Europe/Warsaw' });
  await plantMail(desk);
  await plantChat(desk);
  await plantRequests(desk);
  await plantWork(desk);
}, 90_000);
afterAll(async () => {
  await desk.close();
  await desk.closeOthers();
  line.remove();
  rmSync(desk.app.dataDir, { recursive: true, force: true });
});

/** On a foreign engine the data are elsewhere, and DATA_DIR holds the keys. */
const embedded = !process.env['TEST_MONGODB_URI'];
/** Where the second engine of `npm run test:documentdb` keeps its data. */
const foreignData = join(process.env['DOCDB_ROOT'] ?? '/var/lib/docdb', 'var/lib/postgresql/docdb');

describe('what was planted', () => {
  it('is 55 words and secrets at least, and whoever may read it finds it', async () => {
    expect(sentinels.planted.size).toBeGreaterThanOrEqual(55);
    const { items } = (await desk.ask('GET', '/tickets?limit=100')).json();
    let read = JSON.stringify(items);
    for (const { number, customer } of items)
      for (const path of [
        `/tickets/${number}/messages`,
        `/tickets/${number}/drafts`,
        `/tickets/${number}/steps`,
        `/customers/${customer.id}`,
        `/customers/${customer.id}/consents`,
        `/customers/${customer.id}/orders`,
      ])
        read += (await desk.ask('GET', path)).body;
    read +=
      (await desk.ask('GET', '/holds')).body +
      (await desk.ask('GET', '/webhooks')).body +
      (await desk.ask('GET', '/views')).body +
      (await desk.ask('GET', '/mailboxes')).body;
    expect(sentinels.in(read)).toEqual(
      expect.arrayContaining([
        ...['name', 'address', 'cc', 'subject', 'body', 'phone', 'filename', 'note', 'reply', 'refusedreply', 'draft'],
        ...['chat', 'chatname', 'chatfilename', 'page', 'form', 'customfield', 'request', 'apiname', 'api'],
        ...['later', 'viewname', 'viewwords', 'customernotes', 'further'],
        ...['ordernumber', 'sku', 'product', 'serial', 'stepnote'],
        ...['consentnote', 'holdnote', 'webhookurl', 'imapuser'],
      ]),
    );
  });
});

function expectNothingIn(dataDir: string): void {
  expect(sentinels.findBelow(dataDir)).toEqual([]);
  if (embedded) expect(sentinels.isReadableBelow(dataDir)).toBe(true);
}

describe('none of it can be read', () => {
  it('in the data folder, while the desk runs', () => expectNothingIn(desk.app.dataDir));

  it('in the files of a backup', async () => {
    const { mongodbUri } = desk.app.context.config;
    const env = { DATA_DIR: desk.app.dataDir, ...(mongodbUri ? { MONGODB_URI: mongodbUri } : {}) };
    const copies = mkdtempSync(join(line.folder, 'backup-'));
    const ended = await line.run(['backup', join(copies, 'files')], env);
    expect(ended).toMatchObject({ code: 0 });
    expect(sentinels.find(Buffer.from(ended.out + ended.err))).toEqual([]);
    expect(sentinels.findBelow(copies)).toEqual([]);
    const data = gunzipSync(readFileSync(join(copies, 'files/data.bson.gz')));
    expect(sentinels.find(data)).toEqual([]);
    expect(data.includes(sentinels.readable)).toBe(true);
  });

  it('in the log, down to its last detail', () => {
    const logged = desk.logged.join('');
    expect(sentinels.find(Buffer.from(logged))).toEqual([]);
    expect(logged).toContain('a delivery did not go through');
    expect(logged).toContain('quarantined');
  });

  it('in figures, states and errors', async () => {
    const headers = { cookie: `ombud_session=${desk.admin}` };
    for (const url of [
      '/metrics',
      '/readyz',
      '/healthz',
      '/api/v1/channels',
      '/api/v1/audit',
      '/api/v1/openapi.json',
    ]) {
      const answer = await desk.app.inject({ url, headers });
      expect([url, answer.statusCode]).toEqual([url, 200]);
      expect([url, sentinels.find(answer.rawPayload)]).toEqual([url, []]);
    }
    const missing = await desk.app.inject({ url: `/api/v1/tickets/${sentinels.word('nosuchticket')}`, headers });
    expect(missing.statusCode).toBe(400);
    expect(sentinels.find(missing.rawPayload)).toEqual([]);
  });

  it('in the events for other systems', () => {
    const told = desk.receiver.heard.map(({ body, headers }) => `${body}${JSON.stringify(headers)}`).join('');
    expect(new Set(desk.receiver.types())).toEqual(
      new Set([
        'ticket.created',
        'ticket.updated',
        'message.received',
        'message.sent',
        'message.failed',
        'customer.updated',
      ]),
    );
    expect(sentinels.find(Buffer.from(told))).toEqual([]);
  });

  if (!embedded && existsSync(foreignData))
    it('in the data of the second engine', { timeout: 120_000 }, () => {
      expect(sentinels.findBelow(foreignData)).toEqual([]);
      expect(sentinels.isReadableBelow(foreignData)).toBe(true);
    });

  it('in the data folder, after the desk has ended', async () => {
    await desk.close();
    expectNothingIn(desk.app.dataDir);
  });
});
