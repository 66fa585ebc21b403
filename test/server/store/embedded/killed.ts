import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs the writing process, kills it after `lines` acknowledgements, and answers all it acknowledged. */
export function killed(dataDir: string, lines: number, start: number): Promise<string[]> {
  const script = fileURLToPath(new URL('./crash.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dataDir, String(start)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  return new Promise((done) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.split('\n').length > lines) child.kill('SIGKILL');
    });
    child.on('close', () => done(output.split('\n').slice(0, -1)));
  });
}
