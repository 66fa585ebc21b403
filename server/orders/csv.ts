import { parse, type CsvError } from 'csv-parse';
import { Readable } from 'node:stream';

/** A line of a table of orders: what it says by column, and where it stands in the file. */
export interface OrderLine {
  line: number;
  cells: Partial<Record<Column, string>>;
}

const NEEDED = ['number', 'email', 'placedAt', 'sku', 'name', 'quantity'] as const;
const OTHERS = [
  ...(['shippedAt', 'carrier', 'trackingUrl', 'deliveredAt', 'customer'] as const),
  ...(['currency', 'price', 'serial', 'warrantyMonths', 'returnable'] as const),
] as const;
/** `name` is the product's, `customer` the customer's. */
export const COLUMNS = [...NEEDED, ...OTHERS];
export type Column = (typeof COLUMNS)[number];

/** Shops write placed_at, Placed At and placedAt. */
const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
const BY_NAME = new Map<string, Column>([
  ...COLUMNS.map((column) => [plain(column), column] as const),
  ['order', 'number'],
  ['ordernumber', 'number'],
]);

/**
 * The lines of a CSV file (RFC 4180; commas, semicolons or tabs, as its first line has them) as they are read. Throws in
 * words where the file is no such table; `others` is told the columns that nobody knows.
 */
export async function* orderLines(source: Readable, others: (names: string[]) => void): AsyncGenerator<OrderLine> {
  const pieces = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const begun = await headOf(pieces);
  const reader = parse({
    bom: true,
    delimiter: delimiterOf(begun),
    info: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
  });
  Readable.from(goOn(begun, pieces))
    .on('error', (error) => reader.destroy(error))
    .pipe(reader);
  let columns: (Column | undefined)[] | undefined;
  try {
    for await (const row of reader) {
      const { record, info } = row as { record: string[]; info: { lines: number } };
      if (columns) yield { line: info.lines, cells: cellsOf(columns, record) };
      else columns = columnsOf(record, others);
    }
  } catch (error) {
    const { code, lines } = error as CsvError & { lines?: number };
    if (!code?.startsWith('CSV_')) throw error;
    throw new Error(`line ${lines ?? '?'}: ${(error as Error).message}`);
  } finally {
    source.destroy();
  }
  if (!columns) throw new Error('The file is empty.');
}

const LONGEST_HEAD = 64 * 1024;

/** What comes until its first line has ended. */
async function headOf(pieces: AsyncIterator<Buffer>): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (!head.includes('\n') && head.length < LONGEST_HEAD) {
    const { value, done } = await pieces.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  return head;
}

async function* goOn(begun: Buffer, pieces: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (begun.length > 0) yield begun;
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
}

/** The one that the first line has most of; whoever has semicolons or tabs may write 19,99. */
function delimiterOf(begun: Buffer): string {
  const [line = ''] = begun.toString('utf8').split('\n');
  const times = (one: string) => line.split(one).length;
  return [',', ';', '\t'].reduce((best, one) => (times(one) > times(best) ? one : best));
}

function columnsOf(names: string[], others: (names: string[]) => void): (Column | undefined)[] {
  const columns = names.map((name) => BY_NAME.get(plain(name)));
  const missing = NEEDED.filter((name) => !columns.includes(name));
  if (missing.length > 0) throw new Error(`The first line names no column ${missing.join(', ')}.`);
  const twice = COLUMNS.filter((name) => columns.indexOf(name) !== columns.lastIndexOf(name));
  if (twice.length > 0) throw new Error(`The first line names ${twice.join(', ')} more than once.`);
  const unknown = names.filter((name, i) => name !== '' && !columns[i]);
  if (unknown.length > 0) others(unknown);
  return columns;
}

function cellsOf(columns: (Column | undefined)[], record: string[]): OrderLine['cells'] {
  const known = record.flatMap((cell, i) => (columns[i] && cell !== '' ? [[columns[i], cell] as const] : []));
  return Object.fromEntries(known);
}
