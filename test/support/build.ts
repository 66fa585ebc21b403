import { execFileSync } from 'node:child_process';

/**
 * Builds front ends that are out of date, in a process of its own: Vitest's NODE_ENV would make a development build.
 */
export function buildFrontEnds(...names: ('inbox' | 'widget' | 'help')[]): void {
  const script = `import { buildAll } from './web/build.ts'; await buildAll({ only: ${JSON.stringify(names)} });`;
  execFileSync(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env, NODE_ENV: '' } });
}
