import { mongo } from 'mongoose';
import { matches } from './match.ts';
import { isDoc, isNumber, order, type Doc, type Value } from './order.ts';

// The classes of the driver, whatever else is loaded.
const { Decimal128, Double, Int32, Long } = mongo.BSON;

/** An update that MongoDB refuses for this document. */
export class Refused extends Error {}

const MISSING = undefined;
type Change = (value: Value) => Value;

/** The document after an update; `position` is what `$` stands for. */
export function updated(doc: Doc, update: Doc, position: number, inserting: boolean): Doc {
  const copy = clone(doc) as Doc;
  const steps = Object.entries(update).flatMap(([operator, fields]) =>
    Object.entries(fields as Doc).map(([path, operand]) => ({ operator, path, operand })),
  );
  const byPath = steps.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const { operator, path, operand } of byPath) {
    if (operator === '$setOnInsert' && !inserting) continue;
    apply(copy, operator, path.split('.'), operand, position);
  }
  if (order(copy['_id'], doc['_id']) !== 0) throw new Refused('_id');
  return copy;
}

export function clone(value: Value): Value {
  if (Array.isArray(value)) return value.map(clone);
  return isDoc(value) ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, clone(item)])) : value;
}

function apply(doc: Doc, operator: string, parts: string[], operand: Value, position: number): void {
  if (operator !== '$rename') return change(doc, parts, modifier(operator, operand), operator, position);
  const source = doc[parts[0]!];
  if (source === undefined) return;
  change(doc, parts, () => MISSING, '$unset', position);
  change(doc, (operand as string).split('.'), () => source, '$set', position);
}

/** These make no path that is not there. */
const TAKING = new Set(['$unset', '$pull', '$pullAll', '$pop']);

function change(holder: Value, [part, ...rest]: string[], to: Change, operator: string, position: number): void {
  const taking = TAKING.has(operator);
  if (part === '$' && position < 0) throw new Refused('no position');
  if (part === '$[]') {
    if (!Array.isArray(holder)) throw new Refused('no array');
    holder.forEach((_, i) => change(holder, [String(i), ...rest], to, operator, position));
    return;
  }
  const name = part === '$' ? String(position) : part!;
  if (!isDoc(holder) && !(Array.isArray(holder) && /^\d+$/.test(name))) {
    if (operator === '$unset') return;
    throw new Refused('not viable');
  }
  const fields = holder as Doc;
  const current = fields[name];
  if (rest.length === 0) return write(holder, name, to(current));
  if (current === undefined) {
    if (rest[0] === '$[]') throw new Refused('no array');
    if (taking) return;
    const made: Doc = {};
    change(made, rest, to, operator, position);
    if (Object.keys(made).length > 0) write(holder, name, made);
    return;
  }
  change(current, rest, to, operator, position);
}

function write(holder: Value, name: string, value: Value): void {
  if (!Array.isArray(holder)) {
    if (value === MISSING) delete (holder as Doc)[name];
    else (holder as Doc)[name] = value;
    return;
  }
  const at = Number(name);
  if (value === MISSING) {
    if (at < holder.length) holder[at] = null;
    return;
  }
  while (holder.length < at) holder.push(null);
  holder[at] = value;
}

function modifier(operator: string, operand: Value): Change {
  switch (operator) {
    case '$set':
    case '$setOnInsert':
      return () => clone(operand);
    case '$unset':
      return () => MISSING;
    case '$min':
      return (value) => (value === undefined || order(operand, value) < 0 ? clone(operand) : value);
    case '$max':
      return (value) => (value === undefined || order(operand, value) > 0 ? clone(operand) : value);
    case '$inc':
      return (value) => (value === undefined ? operand : add(value, operand));
    case '$pop':
      return (value) => (value === undefined ? value : operand === 1 ? list(value).slice(0, -1) : list(value).slice(1));
    default:
      return arrayModifier(operator, operand);
  }
}

function arrayModifier(operator: string, operand: Value): Change {
  if (operator === '$push') return (value) => pushed(value === undefined ? [] : list(value), operand);
  const unwanted = (item: Value): boolean =>
    isDoc(operand) && Object.keys(operand)[0]?.startsWith('$')
      ? matches({ item }, { item: operand })
      : isDoc(operand)
        ? isDoc(item) && matches(item, operand)
        : order(item, operand) === 0;
  if (operator === '$pull')
    return (value) => (value === undefined ? value : list(value).filter((item) => !unwanted(item)));
  if (operator !== '$addToSet') throw new Error(`no operator of the model: ${operator}`);
  return (value) => {
    const items = value === undefined ? [] : list(value);
    return items.some((item) => order(item, operand) === 0) ? items : [...items, clone(operand)];
  };
}

function pushed(items: Value[], operand: Value): Value[] {
  const { $each, $position, $sort, $slice } = operand as { [name: string]: Value };
  const all = [...items];
  all.splice(($position as number | undefined) ?? all.length, 0, ...($each as Value[]).map(clone));
  if ($sort !== undefined) all.sort((a, b) => order(a, b) * ($sort as number));
  if ($slice === undefined) return all;
  return ($slice as number) < 0 ? all.slice($slice as number) : all.slice(0, $slice as number);
}

function list(value: Value): Value[] {
  if (!Array.isArray(value)) throw new Refused('no array');
  return value;
}

const MAX_LONG = 9223372036854775807n;

/** The wider type wins: int, long, double, decimal. */
function add(a: Value, b: Value): Value {
  if (!isNumber(a)) throw new Refused('no number');
  if (a instanceof Decimal128) return addDecimals(String(a), Number(String(b)));
  if (a instanceof Double || b instanceof Double) return new Double(Number(String(a)) + Number(String(b)));
  const total = BigInt(String(a)) + BigInt(String(b));
  if (total > MAX_LONG || total < -MAX_LONG - 1n) throw new Refused('overflow');
  const narrow = a instanceof Int32 && b instanceof Int32 && total === BigInt.asIntN(32, total);
  return narrow ? new Int32(Number(total)) : Long.fromBigInt(total);
}

/** A decimal and a whole number; the decimal keeps its places. */
function addDecimals(text: string, whole: number): Value {
  const [, digits, power] = /^([\d.]+)E\+(\d+)$/.exec(text) ?? [];
  // Far above the whole number, all 34 digits are used up by zeros.
  if (digits) return Decimal128.fromString(`${digits.replace(/^(\d)$/, '$1.').padEnd(35, '0')}E+${power}`);
  if (!/^-?\d+(\.\d+)?$/.test(text)) return Decimal128.fromString(text);
  const places = text.split('.')[1]?.length ?? 0;
  const total = BigInt(text.replace('.', '')) + BigInt(whole) * 10n ** BigInt(places);
  return Decimal128.fromString(`${total}E-${places}`);
}
