import { randomBytes } from 'node:crypto';
import { mongo, Types } from 'mongoose';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadCustomer } from '../../../../server/customers/find.ts';
import { Customers } from '../../../../server/customers/model.ts';
import { exportCustomer } from '../../../../server/privacy/export/archive.ts';
import type { TicketDoc } from '../../../../server/tickets/model.ts';
import { ExportDesk, photo, read } from './desk.ts';

let desk: ExportDesk;
let ticket: TicketDoc;
beforeAll(async () => (desk = await ExportDesk.open()));
afterAll(() => desk.app.close());
beforeEach(async () => (ticket = await desk.bring()));

/** Bytes of each large file that is read from the store from now on. */
function watchReadings(): { bytes: number; from?: number }[] {
  const readings: { bytes: number; from?: number }[] = [];
  const ofCursor = new WeakMap<object, { bytes: number }>();
  const { next } = mongo.FindCursor.prototype;
  vi.spyOn(mongo.FindCursor.prototype, 'next').mockImplementation(async function (this: mongo.FindCursor) {
    const found = (await next.call(this)) as { data?: mongo.Binary } | null;
    if (!this.namespace.collection?.endsWith('.chunks') || !found?.data) return found;
    const reading = ofCursor.get(this) ?? { bytes: 0 };
    if (!ofCursor.has(this)) readings.push(reading);
    ofCursor.set(this, reading);
    reading.bytes += found.data.length();
    return found;
  });
  return readings;
}

describe('an export', () => {
  it('is for admins', async () => {
    expect((await desk.ask(ticket.customer)).statusCode).toBe(401);
    for (const role of ['supervisor', 'agent', 'readonly'] as const)
      expect((await desk.ask(ticket.customer, (await desk.app.signIn(role)).cookie)).statusCode).toBe(403);
    expect((await desk.ask('0'.repeat(24), desk.admin)).statusCode).toBe(404);
  });

  it('is an archive without a name in its name', async () => {
    const { headers } = await desk.ask(ticket.customer, desk.admin);
    expect(headers).toMatchObject({
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="customer-${String(ticket.customer)}.zip"`,
      'cache-control': 'no-store',
    });
  });

  it('has everything about the customer, for machines', async () => {
    const url = `/tickets/${ticket.number}`;
    await desk.act('POST', `${url}/replies`, { clientId: 'export-reply', text: 'Już wysyłamy.' });
    await desk.act('POST', `${url}/notes`, { clientId: 'export-note', text: 'Dzwoniła dwa razy.' });
    await desk.act('POST', `${url}/status`, { status: 'solved' });
    await desk.act('POST', `/customers/${String(ticket.customer)}/consents`, {
      purpose: 'offers',
      given: true,
      note: 'na targach',
    });
    await desk.act('PUT', `${url}/drafts/reply`, { version: 1, text: 'Niewysłane.' });
    const { data, files } = await desk.exported(ticket.customer);
    expect(data).toMatchObject({
      format: 'ombud-export',
      customer: {
        id: String(ticket.customer),
        name: 'Ala <b>Kot</b>',
        language: 'pl',
        identities: [{ kind: 'email', value: expect.stringContaining('@people.example'), verified: false }],
      },
      consents: [{ purpose: 'offers', given: true, source: 'agent', by: 'agent', note: 'na targach' }],
      tickets: [{ number: ticket.number, subject: 'Broken lamp', status: 'solved', solvedAt: expect.any(String) }],
      received: [{ channel: 'email', outcome: 'ticket', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
      damaged: [],
    });
    const [{ messages = [], drafts = [] } = {}] = data.tickets;
    expect(drafts).toMatchObject([{ text: 'Niewysłane.' }]);
    expect(messages.map(({ direction }) => direction)).toEqual(expect.arrayContaining(['in', 'out', 'note', 'event']));
    expect(messages[0]).toMatchObject({
      text: 'Zażółć <script>alert(1)</script> gęślą jaźń',
      author: { kind: 'customer' },
    });
    expect(files.get(messages[0]?.raw ?? '')?.toString()).toContain('gęślą');
  });

  it('names the agents only where the customer saw their names', async () => {
    const url = `/tickets/${ticket.number}`;
    await desk.act('POST', `${url}/notes`, { clientId: 'export-note-2', text: 'Dzwoniła dwa razy.' });
    await desk.act('POST', `${url}/assignment`, { assignee: 'me' });
    const before = await desk.exported(ticket.customer);
    expect(JSON.stringify(before.data) + before.page).not.toContain('Benedykt');
    expect(before.page).toContain('Dzwoniła dwa razy.');
    await desk.act('POST', `${url}/replies`, { clientId: 'export-reply-2', text: 'Już wysyłamy.' });
    expect((await desk.exported(ticket.customer)).page).toContain('Benedykt Nowak');
  });

  it('holds no key, hash or token of ours', async () => {
    const { data } = await desk.exported(ticket.customer);
    const text = JSON.stringify(data);
    for (const secret of [ticket.thread, ...ticket.threadKeys, ticket.origin]) {
      // The ledger's id of the item is its own.
      if (secret !== ticket.origin) expect(text).not.toContain(secret);
    }
    expect(Object.keys(data.tickets[0] ?? {})).not.toEqual(
      expect.arrayContaining(['thread', 'threadKeys', 'participants']),
    );
  });

  it('has the files, byte for byte, under names that no system takes for something else', async () => {
    const { data, files } = await desk.exported(ticket.customer);
    const paths = data.tickets[0]?.messages[0]?.attachments.map(({ path }) => path ?? '') ?? [];
    const folder = `files/${ticket.number}`;
    expect(paths).toEqual([`${folder}/lampe.png`, `${folder}/lampe (2).png`, `${folder}/_CON`]);
    expect(files.get(paths[0] ?? '')?.equals(photo)).toBe(true);
    expect(files.get(paths[1] ?? '')?.toString()).toBe('another');
  });

  it('has a page in the customer’s language, with nothing in it that runs', async () => {
    const { page } = await desk.exported(ticket.customer);
    expect(page).toMatch(/^<!doctype html>\s*<html lang="pl">/);
    expect(page).toContain('Co o Tobie wiemy');
    expect(page).toContain('Ala &lt;b&gt;Kot&lt;/b&gt;');
    expect(page).not.toMatch(/<script|<b>|https?:\/\/(?!localhost)/);
    expect(page).toContain(`href="files/${ticket.number}/lampe%20(2).png"`);
    expect(page).toContain("content=\"default-src 'none'");
  });

  it.each([
    ['en', 'Your data'],
    ['es', 'Tus datos'],
    ['ro', 'Datele tale'],
    ['ru', 'Ваши данные'],
  ] as const)('speaks %s', async (language, title) => {
    ticket = await desk.bring({ language, attachments: [] });
    expect((await desk.exported(ticket.customer)).page).toContain(`<title>${title}</title>`);
  });

  it('is of the whole person: merged records, what became no ticket, what they wrote on requests of others', async () => {
    const [other, host] = [await desk.bring(), await desk.bring({ attachments: [], threadKeys: ['the host'] })];
    await Customers(desk.app.context).updateOne({ _id: other.customer }, { $set: { mergedInto: ticket.customer } });
    const { values } = await loadCustomer(desk.app.context, String(other.customer));
    const value = Object.values(values)[0] ?? '';
    const from = { kind: 'email' as const, value, name: 'Ala', verified: false };
    const guest = { from, otherSender: true, text: 'Jestem sąsiadką.', attachments: [] };
    await desk.bring({ ...guest, threadKeys: ['the host'] });
    const { data, page } = await desk.exported(ticket.customer);
    expect([data.customer.id, ...data.merged.map(({ id }) => id)]).toEqual([
      String(ticket.customer),
      String(other.customer),
    ]);
    const numbers = data.tickets.map(({ number }) => number);
    expect(numbers).toEqual(expect.arrayContaining([ticket.number, other.number]));
    expect(data.elsewhere).toMatchObject([{ number: host.number, messages: [{ text: 'Jestem sąsiadką.' }] }]);
    expect(data.elsewhere[0]?.messages).toHaveLength(1);
    expect(page).toContain('Jestem sąsiadką.');
    expect(page).toContain(value);
    const url = `/api/v1/audit?act=customer.exported&about=${String(ticket.customer)}`;
    const log = await desk.app.inject({ url, headers: { cookie: desk.admin } });
    expect(log.json().items).toMatchObject([{ by: { kind: 'agent' } }]);
  });

  it('holds no large file whole: who reads slowly has it read slowly from the store', async () => {
    const content = randomBytes(3_500_000);
    ticket = await desk.bring({ attachments: [{ name: 'film.png', type: 'image/png', content }] });
    const readings = watchReadings();
    const pieces: Buffer[] = [];
    let taken = 0;
    let ahead = 0;
    for await (const piece of (await exportCustomer(desk.app.context, String(ticket.customer))).stream) {
      pieces.push(piece as Buffer);
      taken += (piece as Buffer).length;
      // Whoever wants to run ahead has the time for it.
      for (let i = 0; i < 3; i++) await desk.app.context.db.db?.command({ ping: 1 });
      const reading = readings.at(-1);
      if (!reading || readings.length % 2 === 1) continue; // looked through first, to see whether it is whole
      reading.from ??= taken;
      // The raw item is text and becomes less than half as long in the archive.
      ahead = Math.max(ahead, reading.bytes - 4 * (taken - reading.from));
    }
    vi.restoreAllMocks();
    expect(readings.map(({ bytes }) => bytes > content.length)).toEqual([true, true, true, true]);
    expect(ahead).toBeLessThan(1_500_000);
    const { data, files } = read(Buffer.concat(pieces));
    const path = data.tickets[0]?.messages[0]?.attachments[0]?.path ?? '';
    expect(files.get(path)?.equals(content)).toBe(true);
    const source = await desk.app.inject({
      url: `/api/v1/intake/${data.received[0]?.id}/source`,
      headers: { cookie: desk.agent },
    });
    expect(files.get(data.received[0]?.path ?? '')?.equals(source.rawPayload)).toBe(true);
  });

  it('of somebody who has nothing is whole', async () => {
    const _id = new Types.ObjectId();
    await desk.app.context.vault.createKeys([String(_id)]);
    const empty = {
      v: 1,
      identities: [],
      language: null,
      createdAt: new Date(),
      blocked: false,
      name: '',
      values: {},
      notes: '',
    };
    await Customers(desk.app.context).collection.insertOne({ _id, ...empty } as never);
    const { data } = read((await desk.ask(_id, desk.admin)).rawPayload);
    expect(data).toMatchObject({ tickets: [], consents: [], received: [] });
    await Customers(desk.app.context).deleteOne({ _id });
  });
});
