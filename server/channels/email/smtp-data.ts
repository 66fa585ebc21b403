import { createHash } from 'node:crypto';
import type { SMTPServerDataStream } from 'smtp-server';
import { joined, turnFor } from '../../turns.ts';
import type { Held } from './memory.ts';

/**
 * The whole message, read to its end even when it is refused: because it is too large, or because there is no room for
 * it now. Rejects too when the connection was cut before its end.
 */
export async function readAll(stream: SMTPServerDataStream, held: Held): Promise<{ raw: Buffer; sha256: string }> {
  // Piece by piece: of a large mail at once it would hold up everybody.
  const hash = createHash('sha256');
  const chunks: Buffer[] = [];
  let fits = true;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    fits &&= held.grow(chunk.length);
    await turnFor(chunk.length);
    hash.update(chunk);
    if (fits && !stream.sizeExceeded) chunks.push(chunk);
    else {
      chunks.length = 0;
      held.free();
    }
  }
  if (stream.sizeExceeded) throw refusal(552, '5.3.4 message exceeds fixed maximum message size');
  if (!fits) throw refusal(452, '4.3.1 too much at once, try again later');
  return { raw: await joined(chunks), sha256: hash.digest('hex') };
}

/** An answer of the door other than `250`. */
export const refusal = (responseCode: number, text: string): Error => Object.assign(new Error(text), { responseCode });
