import { parentPort } from 'node:worker_threads';
import { parseMail } from './parse-mail.ts';
import { ParseLimit } from './parse-limit.ts';
import type { ParsedMail } from './parsed.ts';

/** What the worker is asked, and what it answers. */
export interface ParseRequest {
  id: number;
  raw: Uint8Array;
}
export type ParseAnswer = { id: number; mail: ParsedMail } | { id: number; error: string; limit: boolean };

// Several mails are in work at a time: mailparser yields often, and waits little.
parentPort?.on('message', ({ id, raw }: ParseRequest) => {
  parseMail(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)).then(
    (mail) => {
      const whole = mail.files.map(
        (file) => ((file.content = standalone(file.content)), file.content.buffer as ArrayBuffer),
      );
      parentPort?.postMessage({ id, mail } satisfies ParseAnswer, whole);
    },
    (error: Error) => {
      const answer: ParseAnswer = { id, error: error.message, limit: error instanceof ParseLimit };
      parentPort?.postMessage(answer);
    },
  );
});

parentPort?.postMessage('ready');

/** Bytes in a buffer of their own, so that it can be handed over without copying: small Buffers share a pool. */
function standalone(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}
