import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { authenticateMail, resultsOf } from './authenticate.ts';
import { parseMail } from './parse-mail.ts';
import { ParseLimit } from './parse-limit.ts';
import type { Envelope, ParsedMail } from './parsed.ts';

/** What the worker is asked, and what it answers. */
export interface ParseRequest {
  id: number;
  raw: Uint8Array;
  envelope: Envelope;
}
export type ParseAnswer = { id: number; mail: ParsedMail } | { id: number; error: string; limit: boolean };

// Several mails are in work at a time: mailparser yields often, and waits little.
parentPort?.on('message', ({ id, raw, envelope }: ParseRequest) => {
  read(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength), envelope).then(
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

giveWay();
parentPort?.postMessage('ready');

/** Whoever waits for a page goes first. On Linux each thread has a priority of its own; elsewhere nothing changes. */
function giveWay(): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // No such folder, or not allowed.
  }
}

async function read(raw: Buffer, { peer, sender, trusted = [] }: Envelope): Promise<ParsedMail> {
  const mail = await parseMail(raw);
  const signatures = mail.headers['dkim-signature'] ?? [];
  const from = mail.from[0]?.address.split('@').at(-1) ?? '';
  const told = resultsOf(mail.headers['authentication-results'] ?? [], trusted, { from, signatures });
  const { dns } = (workerData ?? {}) as { dns?: string[] };
  const authenticity = told ?? (await authenticateMail(raw, { peer, sender, dns }));
  return authenticity ? { ...mail, authenticity } : mail;
}

/** Bytes in a buffer of their own, so that it can be handed over without copying: small Buffers share a pool. */
function standalone(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}
