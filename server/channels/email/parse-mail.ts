import type { Readable } from 'node:stream';
import { MailParser, type AttachmentStream, type EmailAddress, type HeaderLines, type MessageText } from 'mailparser';
import { sanitize } from '../../http/sanitize.ts';
import { readBody, type BodyNode } from './body.ts';
import { encryptionOf } from './encrypted.ts';
import { capNesting } from './nesting.ts';
import { ParseLimit } from './parse-limit.ts';
import {
  BODY_LENGTH,
  HTML_LEVELS,
  LIMITS,
  SCREENED_HEADERS,
  SINGLE_HEADERS,
  type ParsedFile,
  type ParsedMail,
  type Person,
} from './parsed.ts';
import { foldsOf } from './quote.ts';
import { readReport } from './report.ts';
import { returnedIds } from './returned.ts';
import { tidy } from './text.ts';

/** What we use of mailparser 3.9 beyond its declared interface; the version is pinned. */
interface Internals {
  tree: BodyNode | false;
  processChunk(data: MimeChunk, done: (error?: Error) => void): void;
  getTextContent(): object;
}
interface MimeChunk {
  type: string;
  parentNode?: MimeChunk | false;
}

/** Parses a mail. Rejects with ParseLimit beyond a limit, with any other error when it cannot be read. */
export async function parseMail(raw: Buffer): Promise<ParsedMail> {
  if (raw.length > LIMITS.bytes) throw new ParseLimit(`larger than ${LIMITS.bytes / 1024 / 1024} MB`);
  const { parser, headers, files } = await runParser(raw);
  const own = extractBody(parser, files);
  const screened = screenedHeaders(headers.lines);
  const report = readReport(files);
  const date = Date.parse(lastLine(headers.lines, 'date') ?? '');
  const subject = headers.values.get('subject');
  const encrypted = encryptionOf({ headers: screened, files, text: own.text });
  const messageId = messageIdOf(lastLine(headers.lines, 'message-id') ?? '');
  return {
    headers: screened,
    repeated: SINGLE_HEADERS.filter((name) => headers.lines.filter(({ key }) => key === name).length > 1),
    from: people(headers.values.get('from')),
    replyTo: people(headers.values.get('reply-to')),
    to: people(headers.values.get('to')),
    cc: people(headers.values.get('cc')),
    inReplyTo: idsIn(lastLine(headers.lines, 'in-reply-to') ?? ''),
    references: idsIn(lastLine(headers.lines, 'references') ?? ''),
    files,
    returned: returnedIds(own.text, files),
    ...own,
    folds: foldsOf(own.text, typeof subject === 'string' ? subject : ''),
    ...(typeof subject === 'string' ? { subject: oneLine(subject) } : {}),
    ...(messageId ? { messageId } : {}),
    ...(Number.isFinite(date) ? { date } : {}),
    ...(report ? { report } : {}),
    ...(encrypted ? { encrypted } : {}),
  };
}

interface ParsedHeaders {
  values: Map<string, unknown>;
  lines: HeaderLines;
}

function runParser(raw: Buffer): Promise<{ parser: Internals; headers: ParsedHeaders; files: ParsedFile[] }> {
  const parser = new MailParser({ ...OPTIONS });
  const inner = parser as unknown as Internals;
  limitLevels(inner);
  inner.getTextContent = () => ({ type: 'text' }); // readBody does it
  const headers: ParsedHeaders = { values: new Map(), lines: [] };
  // A file that is the whole mail may end after the mail does.
  const files: Promise<ParsedFile>[] = [];
  return new Promise((resolve, reject) => {
    parser.on('headers', (values) => (headers.values = values));
    parser.on('headerLines', (lines) => (headers.lines = lines));
    parser.on('data', (data: AttachmentStream | MessageText) => {
      if (data.type !== 'attachment') return;
      const file = readFile(data, files.length);
      files.push(file);
      void file.then(() => data.release(), reject);
    });
    parser.once('error', (error: Error) => reject(inWords(error)));
    parser.once(
      'end',
      () => void Promise.all(files).then((all) => resolve({ parser: inner, headers, files: all }), reject),
    );
    parser.end(raw);
  });
}

const OPTIONS = {
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipImageLinks: true,
  keepDeliveryStatus: true,
  // Forwarded mails stay whole, as files.
  ignoreEmbedded: true,
  maxChildNodes: LIMITS.parts,
};

/** Refuses a part that lies too deep before mailparser makes a node of it. */
function limitLevels(parser: Internals): void {
  const process = parser.processChunk.bind(parser);
  parser.processChunk = (data, done) => {
    let level = 0;
    for (let node: MimeChunk | false | undefined = data; node && data.type === 'node'; node = node.parentNode) level++;
    if (level > LIMITS.levels) return done(new ParseLimit(`parts nested deeper than ${LIMITS.levels} levels`));
    process(data, done);
  };
}

function inWords(error: Error): Error {
  if (/child nodes/.test(error.message)) return new ParseLimit(`more than ${LIMITS.parts} parts`);
  if (/header size/.test(error.message)) return new ParseLimit('headers larger than 1 MB');
  return error;
}

async function readFile(part: AttachmentStream, place: number): Promise<ParsedFile> {
  const chunks: Buffer[] = [];
  for await (const chunk of part.content as Readable) chunks.push(chunk as Buffer);
  const type = oneLine(part.contentType || 'application/octet-stream').toLowerCase();
  const cid = oneLine(part.cid ?? '');
  return {
    name: fileName(part.filename, type, place),
    type,
    content: Buffer.concat(chunks),
    ...(cid ? { cid } : {}),
  };
}

/** A name is data: no folders, no control or direction characters; 200 characters, the ending kept. */
function fileName(given: string | undefined, type: string, place: number): string {
  const name =
    oneLine(given ?? '')
      .split(/[/\\]/)
      .at(-1)
      ?.replace(/\p{Cf}/gu, '')
      .trim() ?? '';
  if (/^\.*$/.test(name)) return `${type === 'message/rfc822' ? 'message' : 'file'}-${place + 1}${ENDINGS[type] ?? ''}`;
  return name.length <= 200 ? name : `${name.slice(0, 180)}…${name.slice(-19)}`;
}

const ENDINGS: Record<string, string> = {
  'message/rfc822': '.eml',
  'text/calendar': '.ics',
  'text/rfc822-headers': '.txt',
  'message/delivery-status': '.txt',
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/gif': '.gif',
  'application/pdf': '.pdf',
};

/** Text and HTML; what is too long to show is cut there and added whole as a file. */
function extractBody(parser: Internals, files: ParsedFile[]): { text: string; html?: string } {
  let longHtml = false;
  const body = readBody(parser.tree, (html) => {
    if (html.length <= BODY_LENGTH) return sanitize(capNesting(html, HTML_LEVELS));
    longHtml = true;
    files.push({ name: 'message.html', type: 'text/html', content: Buffer.from(html) });
    return sanitize(capNesting(html.slice(0, BODY_LENGTH), HTML_LEVELS));
  });
  if (body.text.length > BODY_LENGTH) {
    if (!longHtml) files.push({ name: 'message.txt', type: 'text/plain', content: Buffer.from(body.text) });
    body.text = body.text.slice(0, BODY_LENGTH);
  }
  return body;
}

function screenedHeaders(lines: HeaderLines): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  for (const { key, line } of lines) if (SCREENED_HEADERS.has(key)) (headers[key] ??= []).push(valueOf(line));
  return headers;
}

const lastLine = (lines: HeaderLines, name: string): string | undefined => {
  const found = lines.findLast(({ key }) => key === name);
  return found && valueOf(found.line);
};

const valueOf = (line: string): string =>
  line
    .slice(line.indexOf(':') + 1, 100_000)
    .replace(/\r?\n[ \t]*/g, ' ')
    .trim();

/** Some senders forget the angle brackets. */
const messageIdOf = (value: string): string | undefined => idsIn(value)[0] ?? /^[^\s<>]{1,400}$/.exec(value)?.[0];

/** Message ids of a header, without angle brackets; the first 200, each at most 400 characters long. */
function idsIn(value: string): string[] {
  const ids: string[] = [];
  for (const [, id] of value.matchAll(/<([^<>\s]{1,400})>/g)) if (id && ids.push(id) >= 200) break;
  return ids;
}

function people(value: unknown): Person[] {
  const lists = [value].flat() as ({ value?: EmailAddress[] } | undefined)[];
  return lists
    .flatMap((list) => list?.value ?? [])
    .flatMap((entry) => [entry, ...(entry.group ?? [])])
    .map(({ address = '', name }) => ({ address: oneLine(address).slice(0, 320), name: oneLine(name).slice(0, 200) }))
    .filter(({ address }) => /^[^\s@]+@[^\s@]+$/.test(address))
    .slice(0, 200);
}

const oneLine = (text: string): string => tidy(text).replace(/\s+/g, ' ').trim();
