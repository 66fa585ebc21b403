import { median, type Scenario } from '../figure.ts';
import { startServer } from '../server.ts';

const IDLE_MS = 15_000;

/** Cold start after the build, until /readyz answers; memory idle, without bots configured. */
export const start: Scenario = async (_work, { quick }) => {
  const entry = 'bin/start.mjs';
  const first = await startServer({ entry }); // fills the data folder: later starts find what they need
  await first.stop({ keep: true });
  const times: number[] = [];
  for (let i = 0; i < (quick ? 1 : 5); i++) {
    const again = await startServer({ entry, dataDir: first.dataDir });
    times.push(again.startedMs);
    await again.stop({ keep: true });
  }
  const idle = await startServer({ entry, dataDir: first.dataDir });
  await new Promise((resolve) => setTimeout(resolve, quick ? 2_000 : IDLE_MS));
  const memory = idle.pss();
  await idle.stop();
  return [
    { name: 'cold start to ready', value: median(times), unit: 'ms', aim: 'under 3,000; then 1,500' },
    { name: 'memory idle (PSS of all processes)', value: memory, unit: 'MB', aim: 'under 200; then 160' },
  ];
};
