import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alternate, type Scenario } from '../figure.ts';
import { startServer, type Running } from '../server.ts';
import type { Work } from '../work.ts';
import { addAgents, oneRound } from './mail.ts';

const WARM = 200;
/** The kernel counts in hundredths of a second on every Linux (`getconf CLK_TCK`). */
const TICK_MS = 10;

/**
 * What a mail costs the processor from the SMTP door until it is routed and found by its words, beside the same product
 * with everything that is not sealing: its ciphers, keys and search hashes are replaced as it is loaded (unsealed.ts).
 * Time of the processor and not of the clock: the search waits on purpose, so that it packs many at once.
 */
export const sealing: Scenario = async (work, { quick }) => {
  const n = quick ? 200 : 800;
  const cost = await alternate(
    quick ? 1 : 3,
    () => costOf(work, n, { entry: join(import.meta.dirname, '../unsealed.ts') }),
    () => costOf(work, n, { found: true }),
  );
  return [{ name: 'a mail taken in and found, processor time', unit: 'ms', ...cost, aim: 'ratio 1.18: 15 % of it' }];
};

async function costOf(work: Work, n: number, { entry, found = false }: { entry?: string; found?: boolean }): Promise<number> {
  const server = await startServer(entry ? { entry } : {});
  await addAgents(server);
  await oneRound(server, work, 100_000, WARM);
  if (found) await allFound(server);
  const before = cpuOf(server);
  await oneRound(server, work, 0, n);
  if (found) await allFound(server);
  const cost = (cpuOf(server) - before) / n;
  await server.stop();
  return cost;
}

/** Until every ticket has its hashes. */
async function allFound(server: Running): Promise<void> {
  const db = await server.db();
  const missing = async () =>
    ((await db.collection('tickets').countDocuments()) as number) -
    ((await db.collection('search_packs').countDocuments()) as number);
  for (let i = 0; (await missing()) > 0; i++) {
    if (i > 200) throw new Error(`${await missing()} tickets are not found by their words after 20 s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await db.close();
}

/** Milliseconds that all threads of a process have worked. */
function cpuOf({ process: { pid } }: Running): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
