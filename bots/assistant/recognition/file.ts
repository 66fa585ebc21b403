import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { conceptsFile, meaningsFile } from './concepts.ts';
import { trainingFiles } from './samples.ts';
import type { Softmax } from './softmax.ts';
import { topicsFile } from './topics.ts';

export type ModelName = 'intent' | 'language' | 'topic';

/** First line of a model file, before the weights. */
interface Header {
  labels: string[];
  slots: number;
  scale: number;
  /** Digest of what it was trained from. */
  madeFrom: string;
}

const place = (name: ModelName) => new URL(`./${name}.bin`, import.meta.url);

/** Digest of everything that the models are made from: samples, concepts, features and trainer. */
export function sourcesDigest(): string {
  const digest = createHash('sha256');
  for (const { content } of trainingFiles()) digest.update(content);
  for (const content of [conceptsFile(), meaningsFile(), topicsFile()]) digest.update(content);
  for (const part of ['features.ts', 'slots.ts', 'concepts.ts', 'samples.ts', 'topics.ts', 'softmax.ts', 'train.ts'])
    digest.update(readFileSync(new URL(part, import.meta.url)));
  return digest.digest('hex').slice(0, 32);
}

/** Writes a model beside this file: gzip of a JSON line and the weights. */
export function writeModel(name: ModelName, model: Softmax): void {
  const { labels, slots, scale, weights } = model;
  const header = { labels: [...labels], slots, scale, madeFrom: sourcesDigest() } satisfies Header;
  writeFileSync(
    place(name),
    gzipSync(Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), Buffer.from(weights.buffer)])),
  );
}

/** Reads a committed model. Throws when the file is damaged. */
export function readModel(name: ModelName): Softmax & { madeFrom: string } {
  const bytes = gunzipSync(readFileSync(place(name)));
  const end = bytes.indexOf('\n');
  const header = JSON.parse(bytes.toString('utf8', 0, end)) as Header;
  const weights = new Int8Array(bytes.subarray(end + 1));
  if (weights.length !== header.slots * header.labels.length) throw new Error(`${name}.bin is damaged`);
  return { ...header, weights };
}
