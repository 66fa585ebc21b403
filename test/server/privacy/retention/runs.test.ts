import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { tendRetention } from '../../../../server/privacy/retention/loop.ts';
import { RetentionRuns } from '../../../../server/privacy/retention/model.ts';
import { listRetention } from '../../../../server/privacy/retention/rules.ts';
import { beginRun, carryOutRun } from '../../../../server/privacy/retention/run.ts';
import { agingDesk, numbers, type AgingDesk } from './desk.ts';

let desk: AgingDesk;
beforeAll(async () => {
  desk = await agingDesk();
});
afterAll(() => desk.close());
afterEach(() => desk.dropRules());

const always = () => Promise.resolve(true);

describe('runs', () => {
  it('broken off in the middle, a run goes on from there and counts each thing once', async () => {
    const brought = [];
    for (const n of [1, 2, 3, 4]) brought.push(await desk.solved(`many${n}@people.example`));
    desk.days(31);
    await desk.rule({});
    const by = { kind: 'system' as const, name: 'test' };
    const begun = await beginRun(desk.app.context, await listRetention(desk.app.context), by, false);
    let steps = 0;
    await carryOutRun(desk.app.context, begun, () => Promise.resolve(++steps <= 2));
    const half = await RetentionRuns(desk.app.context).findById(begun._id).orFail().lean();
    expect([half.state, half.parts[0]?.tickets]).toEqual(['running', 2]);
    await tendRetention(desk.app.context, always);
    const whole = await RetentionRuns(desk.app.context).findById(begun._id).orFail().lean();
    expect([whole.state, whole.failed]).toEqual(['done', 0]);
    expect(whole.parts[0]?.numbers).toEqual(expect.arrayContaining(numbers(...brought)));
    for (const { ticket } of brought) expect(await desk.texts(ticket)).toEqual(['', '', '']);
  });

  it('each night once, by rules that were there before it', async () => {
    const runs = () => RetentionRuns(desk.app.context).countDocuments({ scheduled: true });
    const before = await runs();
    await desk.rule({ act: 'files' });
    await tendRetention(desk.app.context, always);
    expect(await runs()).toBe(before);
    desk.days(1);
    await tendRetention(desk.app.context, always);
    await tendRetention(desk.app.context, always);
    expect(await runs()).toBe(before + 1);
  });

  it('one that is asked for is carried out, and stands in the log with who asked', async () => {
    await desk.rule({ act: 'files' });
    const { status, body } = await desk.ask('POST', '/retention/runs');
    expect(status).toBe(202);
    await expect
      .poll(async () => (await desk.ask('GET', '/retention/runs?limit=1')).body.items)
      .toMatchObject([{ id: body.id, state: 'done', scheduled: false }]);
    const [first] = (await desk.ask('GET', '/retention/runs?limit=1')).body.items;
    expect(first.by).not.toBe('');
    const { next } = (await desk.ask('GET', '/retention/runs?limit=1')).body;
    expect((await desk.ask('GET', `/retention/runs?limit=1&after=${next}`)).body.items[0].id).not.toBe(body.id);
  });
});
