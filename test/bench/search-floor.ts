import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { quantile } from './figure.ts';
import { queriesOf } from './search-queries.ts';
import { locate } from './work.ts';

/**
 * `node test/bench/search-floor.ts N`: SQLite's own full text over the same tickets, unsealed, in process and without
 * HTTP: the newest 50 ids of each query. One JSON line: p95 in ms by kind of query.
 */
const { corpus } = await locate();
const n = Number(process.argv[2] ?? 1000);
const folder = mkdtempSync(join(tmpdir(), 'ombud-floor-'));
const db = new DatabaseSync(join(folder, 'floor.db'));
try {
  db.exec("PRAGMA journal_mode = WAL; CREATE VIRTUAL TABLE words USING fts5(text, content='', prefix='3 4 5 6'); BEGIN");
  const insert = db.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)');
  for (let i = 0; i < n; i++) {
    const { subject, customer, messages } = corpus.ticket(i);
    insert.run(i + 1, [subject, customer.name, customer.email, ...messages.map(({ text }) => text)].join(' '));
  }
  db.exec('COMMIT');
  const select = db.prepare('SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT 50');
  const figures: Record<string, number> = {};
  for (const [kind, texts] of Object.entries(queriesOf(corpus, n))) {
    const times: number[] = [];
    for (let i = -20; i < 200; i++) {
      const words = (texts[Math.abs(i) % texts.length] ?? '').match(/[\p{L}\p{N}]+/gu) ?? [];
      const began = performance.now();
      select.all(words.map((word) => `"${word}"${kind.startsWith('beginning') ? '*' : ''}`).join(' AND '));
      if (i >= 0) times.push(performance.now() - began);
    }
    figures[kind] = quantile(times, 0.95);
  }
  console.log(JSON.stringify(figures));
} finally {
  db.close();
  rmSync(folder, { recursive: true });
}
