import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agingDesk, type AgingDesk } from '../privacy/retention/desk.ts';
import { CommandLine } from '../../support/ombud.ts';

describe('ombud retention', () => {
  const line = new CommandLine();
  let desk: AgingDesk;
  beforeAll(async () => {
    desk = await agingDesk();
  });
  afterAll(async () => {
    line.remove();
    await desk.close();
  });
  const run = (...args: string[]) =>
    line.run(['retention', ...args], {
      DATA_DIR: desk.app.dataDir,
      ...(desk.app.context.config.mongodbUri ? { MONGODB_URI: desk.app.context.config.mongodbUri } : {}),
    });

  // The command goes by the real time, to which the desk's own is in the past.
  it('says what would go, and does it, beside a running server', async () => {
    expect((await run('--dry-run')).out).toContain('no rule is on');
    const { ticket } = await desk.solved('old@people.example');
    await desk.rule({ act: 'redact', days: 1 });
    const dry = await run('--dry-run');
    expect(dry).toMatchObject({ code: 0, err: '' });
    expect(dry.out).toContain('redact after 1 days (any type, any channel): 1 tickets, 3 messages, 1 files');
    expect(dry.out).toContain(`#${ticket.number}`);
    expect(await desk.texts(ticket)).toContain('from old@people.example');
    const done = await run();
    expect(done).toMatchObject({ code: 0, err: '' });
    expect(done.out).toContain(`#${ticket.number}`);
    expect(await desk.texts(ticket)).toEqual(['', '', '']);
    const { items } = (await desk.ask('GET', '/retention/runs')).body;
    expect(items[0]).toMatchObject({ by: 'ombud retention', state: 'done' });
  });
});
