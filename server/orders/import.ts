import type { Readable } from 'node:stream';
import { Errors } from 'typebox/value';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { Failure } from '../errors.ts';
import { orderLines, type Column, type OrderLine } from './csv.ts';
import { saveOrder } from './save.ts';
import { OrderBody } from './schema.ts';

export interface Imported {
  orders: number;
  added: number;
  changed: number;
  /** As they were. */
  same: number;
  /** Orders that were not taken. */
  refused: number;
}

/** Of the order, said on its first line; the same again, or nothing, on the others. */
const OF_ORDER: readonly Column[] = [
  ...(['email', 'customer', 'placedAt', 'shippedAt', 'carrier', 'trackingUrl'] as const),
  ...(['deliveredAt', 'currency'] as const),
];
const NUMBERS: readonly Column[] = ['quantity', 'price', 'warrantyMonths'];

const MOMENT = 'must be a day (YYYY-MM-DD), or a moment in ISO 8601 with its distance from UTC';
const MUST: Partial<Record<Column, string>> = {
  number: 'must have 1 to 100 characters',
  email: 'must be an e-mail address',
  customer: 'may have 200 characters',
  placedAt: MOMENT,
  shippedAt: MOMENT,
  carrier: 'may have 100 characters',
  trackingUrl: 'must be an address of the web (https://…)',
  deliveredAt: MOMENT,
  currency: 'must be three letters, EUR say',
  sku: 'must have 1 to 100 characters',
  name: 'must have 1 to 300 characters',
  quantity: 'must be a whole number from 1 to 100000',
  price: 'must be a number from 0 on',
  serial: 'may have 100 characters',
  warrantyMonths: 'must be a whole number from 0 to 600',
  returnable: 'must be yes or no',
};

/**
 * Takes a table of orders, one line an item; the lines of an order stand one after another. An order with a line that
 * is not understood is not taken, and each such line is told to `problem`; the others are. What is stored already is
 * passed over: an import that was broken off is begun again, and goes on where it stopped.
 */
export async function importOrders(
  context: Context,
  source: Readable,
  problem: (text: string) => void,
): Promise<Imported> {
  const done: Imported = { orders: 0, added: 0, changed: 0, same: 0, refused: 0 };
  const unknown = (names: string[]) => problem(`line 1: nobody knows the column ${names.join(', ')}; it is left out`);
  for await (const lines of together(orderLines(source, unknown), problem)) {
    done.orders += 1;
    done[await take(context, lines, problem)] += 1;
  }
  await audit(context, 'system', 'orders.imported');
  return done;
}

/** The lines of one order after another; one that stood further up already would undo that, and is left out. */
async function* together(
  lines: AsyncIterable<OrderLine>,
  problem: (text: string) => void,
): AsyncGenerator<[OrderLine, ...OrderLine[]]> {
  const ended = new Set<string>();
  let order: OrderLine[] = [];
  const numberOf = (line: OrderLine | undefined) => line?.cells.number?.toUpperCase();
  for await (const line of lines) {
    const number = numberOf(line);
    if (!number || ended.has(number)) {
      const why = number ? 'its order stands further up: the lines of an order stand one after another' : MUST.number;
      problem(`line ${line.line}: ${number ? '' : 'number '}${why}`);
      continue;
    }
    const [first] = order;
    if (first && numberOf(first) !== number) {
      ended.add(numberOf(first) ?? '');
      yield [first, ...order.slice(1)];
      order = [];
    }
    order.push(line);
  }
  const [first] = order;
  if (first) yield [first, ...order.slice(1)];
}

async function take(
  context: Context,
  lines: [OrderLine, ...OrderLine[]],
  problem: (text: string) => void,
): Promise<'added' | 'changed' | 'same' | 'refused'> {
  const [first] = lines;
  const body = bodyOf(lines);
  const wrong = [...contradictions(lines), ...mistakes(body, lines)];
  for (const text of wrong) problem(text);
  if (wrong.length > 0) return 'refused';
  try {
    return (await saveOrder(context, first.cells.number ?? '', body as OrderBody)).change;
  } catch (error) {
    if (!(error instanceof Failure) || error.status !== 422) throw error;
    problem(`line ${first.line}: ${error.message}`);
    return 'refused';
  }
}

function bodyOf([first, ...others]: [OrderLine, ...OrderLine[]]): object {
  const { email, customer, placedAt, shippedAt, carrier, trackingUrl, deliveredAt, currency } = first.cells;
  const items = [first, ...others].map(({ cells }) => {
    const { sku, name, quantity, price, serial, warrantyMonths, returnable } = cells;
    return said({
      sku,
      name,
      serial,
      returnable: yesOrNo(returnable),
      ...numbers({ quantity, price, warrantyMonths }),
    });
  });
  const shipping = { shippedAt, carrier, trackingUrl };
  return said({ email, name: customer, placedAt, ...shipping, deliveredAt, currency, items });
}

const said = (cells: Record<string, unknown>): object =>
  Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== undefined));

/** What is neither stays as it is, and is refused. */
const yesOrNo = (text: string | undefined): boolean | string | undefined =>
  /^(?:yes|true|1)$/i.test(text ?? '') ? true : /^(?:no|false|0)$/i.test(text ?? '') ? false : text;

/** What is no number stays as it is, and is refused; half of Europe writes 19,99. */
function numbers(cells: Partial<Record<Column, string | undefined>>): Record<string, unknown> {
  const read = (text: string): number | string =>
    /^\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : text;
  return Object.fromEntries(NUMBERS.flatMap((name) => (cells[name] ? [[name, read(cells[name])]] : [])));
}

/** What a further line says otherwise than the first one of its order. */
function contradictions([first, ...others]: [OrderLine, ...OrderLine[]]): string[] {
  return others.flatMap(({ line, cells }) =>
    OF_ORDER.filter((name) => cells[name] !== undefined && cells[name] !== first.cells[name]).map(
      (name) => `line ${line}: ${name} is another one than on line ${first.line}, which has the same order`,
    ),
  );
}

function mistakes(body: object, lines: [OrderLine, ...OrderLine[]]): string[] {
  const found = Errors(OrderBody, body).map(({ instancePath, keyword, params }) => {
    const path = instancePath.split('/').slice(1);
    const missing = keyword === 'required' ? (params as { requiredProperties?: string[] }).requiredProperties : [];
    const [item, names] = path[0] === 'items' ? [Number(path[1] ?? 0), path.slice(2)] : [0, path];
    const { line } = lines[item] ?? lines[0];
    return [...(missing ?? []), ...names].map((name) => `line ${line}: ${textOf(name, path[0] !== 'items')}`);
  });
  return [...new Set(found.flat())];
}

/** The order's `name` is the customer's, whose column is `customer`. */
function textOf(name: string, ofOrder: boolean): string {
  const column = (ofOrder && name === 'name' ? 'customer' : name) as Column;
  return `${column} ${MUST[column] ?? 'is not understood'}`;
}
