import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCustomer } from '../../../server/customers/find.ts';
import type { TicketDoc } from '../../../server/tickets/model.ts';
import { CommandLine } from '../../support/ombud.ts';
import { ExportDesk, read } from '../privacy/export/desk.ts';

let desk: ExportDesk;
let ticket: TicketDoc;
beforeAll(async () => {
  desk = await ExportDesk.open();
  ticket = await desk.bring();
});
afterAll(() => desk.app.close());

describe('ombud export', () => {
  const line = new CommandLine();
  const out = mkdtempSync(join(tmpdir(), 'ombud-export-'));
  afterAll(() => {
    line.remove();
    rmSync(out, { recursive: true });
  });
  const run = (...args: string[]) =>
    line.run(['export', ...args], {
      DATA_DIR: desk.app.dataDir,
      ...(desk.app.context.config.mongodbUri ? { MONGODB_URI: desk.app.context.config.mongodbUri } : {}),
    });

  it('writes the archive of a customer named by id or address, beside a running server, and over nothing', async () => {
    const file = join(out, 'one.zip');
    const { values } = await loadCustomer(desk.app.context, String(ticket.customer));
    const address = Object.values(values)[0] ?? '';
    expect(await run(address.toUpperCase(), '--out', file)).toMatchObject({ code: 0, err: '' });
    expect(read(readFileSync(file)).data.customer.id).toBe(String(ticket.customer));
    expect(await run('customer', String(ticket.customer), '--out', file)).toMatchObject({
      code: 1,
      err: expect.stringContaining('exists'),
    });
    expect(await run('nobody@people.example')).toMatchObject({ code: 1, err: expect.stringContaining('no such') });
    expect((await run('customer')).code).toBe(1);
  });
});
