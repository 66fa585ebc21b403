import { Types } from 'mongoose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { erase } from '../../../../server/privacy/erase.ts';
import { Tickets } from '../../../../server/tickets/model.ts';
import { findBlocks, openLists } from '../../../../server/tickets/search/blocks.ts';
import { cutBlock, readTail } from '../../../../server/tickets/search/cut.ts';
import { Feed } from '../../../../server/tickets/search/feed.ts';
import { readPairs } from '../../../../server/tickets/search/lists.ts';
import { SearchMarks, SearchPacks } from '../../../../server/tickets/search/model.ts';
import { buildTestApp, type TestApp } from '../../../support/app.ts';
import { eventually } from '../../../support/eventually.ts';
import { installScriptChannel, type ScriptChannel } from '../../../support/script-channel.ts';

let app: TestApp;
let email: ScriptChannel;
let cookie: string;
beforeAll(async () => {
  app = await buildTestApp();
  email = installScriptChannel(app);
  ({ cookie } = await app.signIn());
});
afterAll(() => app.close());

async function bring(text: string, more: Parameters<ScriptChannel['bring']>[0] = {}): Promise<Types.ObjectId> {
  const { ticket } = await (await email.bring({ subject: '', text, language: 'en', ...more })).done;
  await Feed.of(app.context).round();
  return new Types.ObjectId(String(ticket));
}

async function found(q: string): Promise<number> {
  const answer = await app.inject({ url: `/api/v1/tickets?q=${encodeURIComponent(q)}`, headers: { cookie } });
  expect(answer.statusCode).toBe(200);
  return answer.json().items.length;
}

/** Makes what there is into a block of its own. */
async function cut(): Promise<void> {
  await cutBlock(app.context, (await readTail(app.context)).end);
  expect((await readTail(app.context)).tickets).toBe(0);
}

/** Every position that any block lists. */
async function listed(): Promise<Set<number>> {
  const positions = new Set<number>();
  for (const part of await findBlocks(app.context, { bucket: { $gte: 0 } }).toArray())
    readPairs(openLists(app.context, part), (_, offset) => positions.add(part.start + offset));
  return positions;
}

const positionsOf = async (ticket: Types.ObjectId): Promise<number[]> => {
  const doc = await SearchPacks(app.context).findById(ticket).lean().orFail();
  return [...doc.earlier, doc.position];
};

it('who is erased is in no pack and in no list of a block, where they stood before included', async () => {
  const kept = await bring('A walrus stays');
  const ticket = await bring('A pangolin goes', { threadKeys: ['pangolin'] });
  await cut();
  await bring('and a narwhal too', { threadKeys: ['pangolin'] });
  await cut();
  expect([await found('pangolin'), await found('narwhal'), await found('pangolin narwhal')]).toEqual([1, 1, 1]);
  const positions = await positionsOf(ticket);
  expect(positions).toHaveLength(2);
  const before = await listed();
  expect(positions.every((position) => before.has(position))).toBe(true);

  const { customer } = await Tickets(app.context).findById(ticket).lean().orFail();
  const { counts } = await erase(app.context, customer, { kind: 'system', name: 'test' });
  expect(counts['SearchPack']).toBe(1);

  await eventually(async () => expect(await SearchMarks(app.context).countDocuments()).toBe(0));
  expect([await found('pangolin'), await found('narwhal'), await found('walrus')]).toEqual([0, 0, 1]);
  expect(await SearchPacks(app.context).findById(ticket).lean()).toBeNull();
  const after = await listed();
  expect(positions.filter((position) => after.has(position))).toEqual([]);
  expect((await positionsOf(kept)).every((position) => after.has(position))).toBe(true);
});
