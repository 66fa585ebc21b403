import { mongo, Types } from 'mongoose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Export } from '../../../../server/privacy/export/schema.ts';
import { Messages } from '../../../../server/tickets/message-model.ts';
import type { TicketDoc } from '../../../../server/tickets/model.ts';
import { ExportDesk } from './desk.ts';

let desk: ExportDesk;
let ticket: TicketDoc;
beforeAll(async () => (desk = await ExportDesk.open()));
afterAll(() => desk.app.close());
beforeEach(async () => (ticket = await desk.bring()));

describe('what is damaged', () => {
  /** Turns a bit of a sealed value. */
  const flip = (bytes: Uint8Array): Uint8Array => {
    const copy = Uint8Array.from(bytes);
    copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1;
    return copy;
  };

  it('is told in the archive, and everything else is there', async () => {
    const another = (await attachments())[1]?.id ?? '';
    const messages = Messages(desk.app.context).collection;
    const stored = await messages.findOne({ ticket: ticket._id, n: 1 } as never);
    const text = (stored as unknown as { text: mongo.Binary }).text.buffer;
    await messages.updateOne({ _id: stored?._id }, { $set: { text: new mongo.Binary(flip(text)) } } as never);
    const small = desk.app.context.db.collection<{ bytes: mongo.Binary }>('attachments');
    const { data: whole } = await desk.exported(ticket.customer);
    const file = await small.findOne({ _id: new Types.ObjectId(another) });
    await small.updateOne({ _id: file?._id }, { $set: { bytes: new mongo.Binary(flip(file!.bytes.buffer)) } });
    const { data, page, files } = await desk.exported(ticket.customer);
    expect(data.damaged).toEqual([
      { where: 'Message', id: String(stored?._id), fields: ['text'] },
      { where: 'attachments', id: another, fields: ['content'] },
    ]);
    expect(data.tickets[0]?.messages[0]?.text).toBeUndefined();
    expect(data.tickets[0]?.messages[0]?.attachments.map(({ path }) => path !== null)).toEqual([true, false, true]);
    expect(files.size).toBe(unzipSize(whole) - 1);
    expect(page).toContain('Nie wszystko udało się odczytać');
  });

  const attachments = async () => {
    const { items } = (await desk.act('GET', `/tickets/${ticket.number}/messages`)).json();
    return items[0].attachments as { id: string }[];
  };
  /** Files of an archive: the three of its own, raw items, files. */
  const unzipSize = (data: Export): number =>
    3 + data.received.length + data.tickets.flatMap((t) => t.messages.flatMap((m) => m.attachments)).length;
});
