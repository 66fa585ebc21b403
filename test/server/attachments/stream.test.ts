import { randomBytes } from 'node:crypto';
import { Types } from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAX_FILE_BYTES } from '../../../server/attachments/store.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel } from '../../support/script-channel.ts';

let app: TestApp;
let url: string;
let number: number;
let cookie: string;
beforeAll(async () => {
  app = await buildTestApp();
  url = await app.listen();
  ({ cookie } = await app.signIn());
  await (
    await installScriptChannel(app).bring({})
  ).done;
  number = (await app.inject({ url: '/api/v1/tickets', headers: { cookie } })).json().items[0].number;
});
afterAll(() => app.close());

const chunks = (id: string) =>
  app.context.db.collection('attachments.chunks').countDocuments({ files_id: new Types.ObjectId(id) });

async function upload(bytes: Buffer): Promise<Response> {
  const body = new FormData();
  body.append('file', new Blob([new Uint8Array(bytes)], { type: 'application/zip' }), 'a.zip');
  return await fetch(`${url}/api/v1/tickets/${number}/attachments`, { method: 'POST', headers: { cookie }, body });
}
const download = (path: string) => fetch(`${url}${path}`, { headers: { cookie } });

test.each([0, 10, 70_000, 249_000, 250_001, 3_000_000])('%i bytes come back as they were uploaded', async (size) => {
  const bytes = randomBytes(size);
  const file = (await (await upload(bytes)).json()) as { id: string; url: string; size: number };
  expect(file.size).toBe(size);
  const back = await download(file.url);
  expect([back.status, back.headers.get('content-length')]).toEqual([200, String(size)]);
  expect(Buffer.from(await back.arrayBuffer()).equals(bytes)).toBe(true);
});

test('of one that is too large nothing is left', async () => {
  const before = await app.context.db.collection('attachments.chunks').countDocuments();
  expect((await upload(Buffer.alloc(MAX_FILE_BYTES + 1))).status).toBe(413);
  expect(await app.context.db.collection('attachments.chunks').countDocuments()).toBe(before);
});

test('damage at the start is told as a problem, later the download breaks off', async () => {
  const bytes = randomBytes(2_000_000);
  const file = (await (await upload(bytes)).json()) as { id: string; url: string };
  expect(await chunks(file.id)).toBeGreaterThan(2);
  const { collection } = { collection: app.context.db.collection('attachments.chunks') };
  const flip = async (n: number): Promise<void> => {
    const filter = { files_id: new Types.ObjectId(file.id), n };
    const data = Buffer.from(
      ((await collection.findOne(filter)) as unknown as { data: { buffer: Buffer } }).data.buffer,
    );
    data[1_000] = (data[1_000] ?? 0) ^ 1;
    await collection.updateOne(filter, { $set: { data } });
  };
  await flip(5);
  const late = await download(file.url);
  expect(late.status).toBe(200);
  await expect(late.arrayBuffer()).rejects.toThrow();
  await flip(0);
  const early = await download(file.url);
  expect([early.status, ((await early.json()) as { code: string }).code]).toEqual([422, 'damaged']);
});
