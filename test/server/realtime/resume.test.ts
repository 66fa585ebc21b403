import { Types } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { nextNumbers } from '../../../server/counter.ts';
import { RealtimeEvents } from '../../../server/realtime/model.ts';
import { ascending, bring, connect, eventually, openDesk, seqs, touch, type Frames } from './desk.ts';

const desk = openDesk();
const seqOf = (frames: Frames) => frames.flatMap((frame) => (frame.t === 'ready' ? [frame.seq] : []))[0] ?? -1;

describe('resuming', () => {
  it('gives what was missed, once each, as it is now, and then goes on without a gap', async () => {
    const { cookie } = await desk.app.signIn();
    const first = await connect(desk, cookie);
    const after = seqOf(first.frames);
    first.socket.terminate();
    const [a, b] = [await bring(desk), await bring(desk)];
    for (let i = 0; i < 5; i += 1) await touch(desk, a._id);
    await eventually(
      async () =>
        (await RealtimeEvents(desk.app.context).findOne({ ticket: b._id, fields: 'routing' }).lean()) !== null,
    ).toBe(true);
    const again = await connect(desk, cookie, { after });
    await touch(desk, b._id);
    await eventually(() =>
      again.frames.some((f) => f.t === 'ticket' && f.ticket.id === String(b._id) && f.fields.includes('tags')),
    ).toBe(true);
    const missed = again.frames.slice(
      0,
      again.frames.findIndex(({ t }) => t === 'ready'),
    );
    const told = missed.map((f) => `${f.t} ${f.t === 'message' ? f.message.id : f.t === 'ticket' ? f.ticket.id : ''}`);
    expect(new Set(told).size).toBe(told.length);
    expect(told).toContain(`ticket ${String(a._id)}`);
    expect(missed.filter(({ t }) => t === 'message')).toHaveLength(2);
    expect(ascending(seqs(again.frames))).toBe(true);
    expect(seqOf(again.frames)).toBeGreaterThanOrEqual(Math.max(...seqs(missed)));
  });

  it('under load leaves no gap: every number is in the answer or comes afterwards', async () => {
    const { cookie } = await desk.app.signIn();
    const first = await connect(desk, cookie);
    const after = seqOf(first.frames);
    first.socket.terminate();
    const tickets = [await bring(desk), await bring(desk), await bring(desk), await bring(desk)];
    const storm = (async () => {
      for (let i = 0; i < 40; i += 1) await Promise.all(tickets.map(({ _id }) => touch(desk, _id)));
    })();
    const clients = [];
    for (let i = 0; i < 5; i += 1) clients.push(await connect(desk, cookie, { after }));
    await storm;
    const last = (await RealtimeEvents(desk.app.context).findOne().sort({ seq: -1 }).lean())?.seq ?? 0;
    for (const { frames } of clients) {
      await eventually(() => Math.max(...seqs(frames))).toBeGreaterThanOrEqual(last);
      expect(ascending(seqs(frames))).toBe(true);
    }
  });

  it('reads everything again when too much, too old or unknown', async () => {
    const { cookie } = await desk.app.signIn();
    for (let i = 0; i < 3; i += 1) await bring(desk);
    const last = seqOf((await connect(desk, cookie)).frames);
    expect((await connect(desk, cookie, { after: last + 100 })).frames[0]).toMatchObject({ t: 'resync' });
    expect((await connect(desk, cookie, { after: last })).frames.some(({ t }) => t === 'ready')).toBe(true);
    await RealtimeEvents(desk.app.context).deleteMany({ seq: { $lt: last } });
    expect((await connect(desk, cookie, { after: 0 })).frames[0]).toMatchObject({ t: 'resync' });
    const client = await connect(desk, cookie, { after: 0 });
    const ticket = await bring(desk);
    await eventually(() => client.frames.some((f) => f.t === 'message' && f.ticket.id === String(ticket._id))).toBe(
      true,
    );
  });
});

describe('the sequence', () => {
  it('waits for a number that is missing and then voids it, so that nobody waits for ever', async () => {
    const client = await connect(desk, (await desk.app.signIn()).cookie);
    const hole = await nextNumbers(desk.app.context, 'events', 2);
    const ticket = await bring(desk);
    await eventually(() => client.frames.some((f) => f.t === 'message' && f.ticket.id === String(ticket._id))).toBe(
      true,
    );
    const voids = await RealtimeEvents(desk.app.context).find({ kind: 'void' }).lean();
    expect(voids.map(({ seq }) => seq)).toEqual([hole, hole + 1]);
    await expect(
      RealtimeEvents(desk.app.context).create({ ...voids[0], _id: new Types.ObjectId() }),
    ).rejects.toMatchObject({
      code: 11000,
    });
  });

  it('hands on what another process stored in the meantime', async () => {
    const client = await connect(desk, (await desk.app.signIn()).cookie);
    const ticket = await bring(desk);
    const seq = await nextNumbers(desk.app.context, 'events');
    await RealtimeEvents(desk.app.context).create({
      _id: new Types.ObjectId(),
      seq,
      kind: 'ticket',
      ticket: ticket._id,
      fields: ['elsewhere'],
      at: new Date(),
    });
    await touch(desk, ticket._id);
    await eventually(() => client.frames.some((f) => f.t === 'ticket' && f.fields.includes('elsewhere'))).toBe(true);
    await eventually(() => client.frames.some((f) => f.t === 'ticket' && f.fields.includes('tags'))).toBe(true);
    expect(ascending(seqs(client.frames))).toBe(true);
  });

  it('takes one step for what happens at once', async () => {
    const ticket = await bring(desk);
    const results = await Promise.all(Array.from({ length: 50 }, () => touch(desk, ticket._id)));
    expect(results).toEqual(Array(50).fill(true));
    const all = await RealtimeEvents(desk.app.context).find().sort({ seq: 1 }).lean();
    expect(new Set(all.map(({ seq }) => seq)).size).toBe(all.length);
  });
});
