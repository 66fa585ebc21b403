import { Types } from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deleteFile, readFile, writeFile } from '../../../server/attachments/files.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await buildTestApp();
});
afterAll(() => app.close());

const bytes = (size: number, fill: string) => Buffer.alloc(size, fill);

test.each([0, 10, 250_000, 250_001, 600_000])('of %i bytes the same id again is left as it is', async (size) => {
  const id = new Types.ObjectId();
  await writeFile(app.context, 'attachments', id, bytes(size, 'a'));
  await writeFile(app.context, 'attachments', id, bytes(size, 'b'));
  expect((await readFile(app.context, 'attachments', id)).equals(bytes(size, 'a'))).toBe(true);
});

test('pieces that a crash left without their file are no file: it is written again, whole', async () => {
  const id = new Types.ObjectId();
  await writeFile(app.context, 'attachments', id, bytes(600_000, 'a'));
  // The file itself is written last.
  await app.context.db.collection('attachments.files').deleteOne({ _id: id });
  await app.context.db.collection('attachments.chunks').deleteOne({ files_id: id, n: 2 });
  await writeFile(app.context, 'attachments', id, bytes(600_000, 'b'), true);
  expect((await readFile(app.context, 'attachments', id)).equals(bytes(600_000, 'b'))).toBe(true);
});

test.each([10, 600_000])('deleting %i bytes leaves nothing, and what is not there is no error', async (size) => {
  const id = new Types.ObjectId();
  await writeFile(app.context, 'attachments', id, bytes(size, 'a'));
  await deleteFile(app.context, 'attachments', id);
  await deleteFile(app.context, 'attachments', id);
  expect(await app.context.db.collection('attachments.chunks').countDocuments({ files_id: id })).toBe(0);
  await expect(readFile(app.context, 'attachments', id)).rejects.toThrow();
});
