// The project's own bare pieces: node test/bench/floor.mjs mail|list|ws --n N, one JSON line. No users, no rules.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { simpleParser } from 'mailparser';
import WebSocket, { WebSocketServer } from 'ws';
import { mail, ticket } from './corpus.mjs';

const at = (sorted, q) => Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0).toFixed(3));

function figures(times, startedAt) {
  const seconds = (performance.now() - startedAt) / 1000;
  const sorted = [...times].sort((a, b) => a - b);
  return { perSecond: Math.round(times.length / seconds), p50: at(sorted, 0.5), p95: at(sorted, 0.95), p99: at(sorted, 0.99) };
}

async function withDatabase(schema, use) {
  const folder = mkdtempSync(join(tmpdir(), 'ombud-floor-'));
  const db = new DatabaseSync(join(folder, 'floor.db'));
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; ${schema}`);
  try {
    return await use(db);
  } finally {
    db.close();
    rmSync(folder, { recursive: true });
  }
}

/** mailparser and one durable transaction a mail with full text, four in flight. */
const mails = (n) =>
  withDatabase(
    `CREATE TABLE item (id INTEGER PRIMARY KEY, head TEXT, body TEXT, raw BLOB); CREATE TABLE file (item INTEGER, bytes BLOB);
     CREATE INDEX by_item ON file (item); CREATE VIRTUAL TABLE words USING fts5(text, content='')`,
    async (db) => {
      const item = db.prepare('INSERT INTO item VALUES (?, ?, ?, ?)');
      const file = db.prepare('INSERT INTO file VALUES (?, ?)');
      const words = db.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)');
      const sources = Array.from({ length: n }, (_, i) => mail(i));
      for (const source of sources.slice(0, 50)) await simpleParser(source);
      const times = [];
      let next = 0;
      const worker = async () => {
        while (next < n) {
          const i = next++;
          const began = performance.now();
          const parsed = await simpleParser(sources[i], { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
          db.exec('BEGIN');
          item.run(i, JSON.stringify({ from: parsed.from?.value, subject: parsed.subject }), parsed.text ?? '', sources[i]);
          for (const { content } of parsed.attachments) file.run(i, content);
          words.run(i, `${parsed.subject} ${parsed.text}`);
          db.exec('COMMIT');
          times.push(performance.now() - began);
        }
      };
      const startedAt = performance.now();
      await Promise.all([worker(), worker(), worker(), worker()]);
      return figures(times, startedAt);
    },
  );

/** The newest 50 of one status as JSON, by an index. */
const lists = (n) =>
  withDatabase(
    'CREATE TABLE ticket (id INTEGER PRIMARY KEY, status TEXT, at INTEGER, doc TEXT); CREATE INDEX by_status ON ticket (status, at)',
    async (db) => {
      const insert = db.prepare('INSERT INTO ticket VALUES (?, ?, ?, ?)');
      db.exec('BEGIN');
      for (let i = 0; i < n; i++) {
        const { messages, ...rest } = ticket(i);
        insert.run(i, rest.status, messages.at(-1).at, JSON.stringify(rest));
      }
      db.exec('COMMIT');
      const select = db.prepare('SELECT doc FROM ticket WHERE status = ? ORDER BY at DESC LIMIT 50');
      const times = [];
      const startedAt = performance.now();
      for (let i = 0; i < 1000; i++) {
        const began = performance.now();
        JSON.stringify(select.all(i % 2 ? 'open' : 'pending').map(({ doc }) => JSON.parse(doc)));
        times.push(performance.now() - began);
      }
      return figures(times, startedAt);
    },
  );

/** A relay with 100 sockets, n round trips in all. */
async function relay(n) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  server.on('connection', (socket) => socket.on('message', (data) => socket.send(data.toString())));
  const sockets = Array.from({ length: 100 }, () => new WebSocket(`ws://127.0.0.1:${server.address().port}`));
  await Promise.all(sockets.map((socket) => once(socket, 'open')));
  const times = [];
  let left = n;
  const startedAt = performance.now();
  await Promise.all(
    sockets.map(async (socket) => {
      while (left-- > 0) {
        const began = performance.now();
        socket.send(JSON.stringify({ type: 'message', text: 'x'.repeat(100) }));
        await once(socket, 'message');
        times.push(performance.now() - began);
      }
    }),
  );
  const result = figures(times, startedAt);
  for (const socket of sockets) socket.terminate();
  server.close();
  return result;
}

const [, , what, , count] = process.argv;
const floors = { mail: () => mails(Number(count ?? 600)), list: () => lists(Number(count ?? 10_000)), ws: () => relay(Number(count ?? 20_000)) };
if (!floors[what]) {
  console.error('usage: floor.mjs mail|list|ws [--n N]');
  process.exit(2);
}
console.log(JSON.stringify({ floor: what, ...(await floors[what]()) }));
