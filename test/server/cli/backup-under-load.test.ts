import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Intake } from '../../../server/intake/model.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { CommandLine } from '../../support/ombud.ts';
import { installScriptChannel } from '../../support/script-channel.ts';
import { numberOf } from '../../support/ticket-number.ts';

const FULL = process.env['OMBUD_FAULTS'] === 'full';
const WRITERS = 8;
/** Writes that were answered before the backup begins. */
const BEFORE = FULL ? 2000 : 80;

const line = new CommandLine();
let app: TestApp;
let cookie: string;
beforeAll(async () => {
  app = await buildTestApp();
  await app.listen();
  ({ cookie } = await app.signIn('agent'));
});
afterAll(async () => {
  await app.close();
  line.remove();
});

/** Customers write, with files, and an agent answers, until told to stop; `answered` are the texts that are safe. */
function startWriting() {
  const mail = installScriptChannel(app);
  const answered: string[] = [];
  let stopping = false;
  const write = async (writer: number): Promise<void> => {
    for (let n = 0; !stopping; n++) {
      const [asked, reply] = [`asked ${writer}-${n}`, `reply ${writer}-${n}`];
      const content = Buffer.alloc(20_000, asked);
      const attachments = n % 3 === 0 ? [{ name: 'file.bin', type: 'application/octet-stream', content }] : [];
      const value = `writer${writer}-${n % 5}@people.example`;
      const from = { kind: 'email' as const, value, verified: false };
      const recorded = await mail.bring({ from, threadKeys: [value], text: asked, attachments }, asked);
      answered.push(asked);
      const { ticket } = await recorded.done;
      const url = `/api/v1/tickets/${await numberOf(app, ticket)}/replies`;
      const payload = { clientId: `${writer}-${n}-client`, text: reply };
      const { statusCode } = await app.inject({ method: 'POST', url, headers: { cookie }, payload });
      if (statusCode === 201) answered.push(reply);
    }
  };
  const working = Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
  return { answered, stop: () => ((stopping = true), working) };
}

interface Shown {
  text: string;
  attachments: { url: string; size: number }[];
}

/** All messages as agents see them, each file read. */
async function readAll(desk: TestApp): Promise<string[]> {
  const { cookie: admin } = await desk.signIn('admin');
  const get = (url: string) => desk.inject({ url, headers: { cookie: admin } });
  const texts: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const page = await get(`/api/v1/tickets?view=all&limit=100${next && `&after=${encodeURIComponent(next)}`}`);
    expect(page.statusCode).toBe(200);
    const list = page.json<{ items: { number: number }[]; next: string | null }>();
    for (const { number } of list.items) {
      const thread = await get(`/api/v1/tickets/${number}/messages?limit=200`);
      expect(thread.statusCode).toBe(200);
      for (const { text, attachments } of thread.json<{ items: Shown[] }>().items) {
        texts.push(text);
        for (const { url, size } of attachments) expect((await get(url)).rawPayload).toHaveLength(size);
      }
    }
    ({ next } = list);
  }
  return texts;
}

it('a backup made while eight write holds all that was answered before it began, and nothing half', async () => {
  const writing = startWriting();
  await eventually(() => expect(writing.answered.length).toBeGreaterThan(BEFORE), 600_000);
  const before = [...writing.answered];
  const { mongodbUri } = app.context.config;
  const env = { DATA_DIR: app.dataDir, ...(mongodbUri ? { MONGODB_URI: mongodbUri } : {}) };
  const target = join(line.folder, 'backup');
  expect(await line.run(['backup', target], env)).toMatchObject({ code: 0, err: '' });
  const { length: after } = writing.answered;
  await writing.stop();
  expect(after).toBeGreaterThan(before.length);

  const fresh = line.settings('fresh');
  mkdirSync(fresh['DATA_DIR']!, { mode: 0o700 });
  copyFileSync(join(app.dataDir, 'secret.key'), join(fresh['DATA_DIR']!, 'secret.key'));
  expect(await line.run(['restore', target], fresh)).toMatchObject({ code: 0 });
  const restored = await buildTestApp({ dataDir: fresh['DATA_DIR']!, env: fresh });
  try {
    installScriptChannel(restored);
    await restored.listen();
    // What was on its way when it was copied goes on where it was.
    const pending = () => Intake(restored.context).countDocuments({ outcome: 'pending' });
    await eventually(async () => expect(await pending()).toBe(0));
    const texts = (await readAll(restored)).filter((text) => /^(asked|reply) /.test(text));
    expect(before.filter((text) => !texts.includes(text))).toEqual([]);
    expect(new Set(texts).size).toBe(texts.length);
    if (!mongodbUri) expect((await line.run(['doctor'], fresh)).out).not.toMatch(/^problem {2}Collection/m);
  } finally {
    await restored.close();
  }
}, 900_000);
