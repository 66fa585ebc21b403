import { Decimal128 } from 'bson';

/** A finite decimal is `coefficient * 10 ** exponent`; `NaN` and the infinities are told by `special`. */
export interface Decimal {
  special?: 'NaN' | 'Infinity' | '-Infinity';
  coefficient: bigint;
  exponent: number;
}

/** Reads the 16 bytes of IEEE 754-2008 decimal128 (binary integer significand). */
export function readDecimal(value: Decimal128): Decimal {
  const bytes = value.bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, 16);
  const low = view.getBigUint64(0, true);
  const high = view.getBigUint64(8, true);
  const negative = high >> 63n === 1n;
  const combination = Number((high >> 58n) & 31n);
  if (combination === 31) return { special: 'NaN', coefficient: 0n, exponent: 0 };
  if (combination === 30) return { special: negative ? '-Infinity' : 'Infinity', coefficient: 0n, exponent: 0 };
  const large = combination >> 3 === 3; // such a significand exceeds 34 digits, which counts as zero
  const exponent = Number(large ? (high >> 47n) & 16383n : (high >> 49n) & 16383n) - 6176;
  const coefficient = large ? 0n : ((high & 0x1ffffffffffffn) << 64n) | low;
  return { coefficient: negative ? -coefficient : coefficient, exponent };
}

/** A double as the decimal it is exactly. */
export function exactDecimal(value: number): Decimal {
  if (Number.isNaN(value)) return { special: 'NaN', coefficient: 0n, exponent: 0 };
  if (!Number.isFinite(value)) return { special: value > 0 ? 'Infinity' : '-Infinity', coefficient: 0n, exponent: 0 };
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  const biased = Number((raw >> 52n) & 2047n);
  const fraction = raw & 0xfffffffffffffn;
  const significand = biased === 0 ? fraction : fraction | 0x10000000000000n;
  const power = (biased === 0 ? 1 : biased) - 1075;
  const signed = value < 0 ? -significand : significand;
  if (power >= 0) return { coefficient: signed << BigInt(power), exponent: 0 };
  return { coefficient: signed * 5n ** BigInt(-power), exponent: power };
}

/** The Decimal128 nearest to a decimal. */
export function makeDecimal({ special, coefficient, exponent }: Decimal): Decimal128 {
  return Decimal128.fromStringWithRounding(special ?? `${coefficient}E${exponent}`);
}

/** Brings both to the smaller exponent and returns their coefficients. */
export function align(a: Decimal, b: Decimal): [bigint, bigint, number] {
  const exponent = Math.min(a.exponent, b.exponent);
  return [
    a.coefficient * 10n ** BigInt(a.exponent - exponent),
    b.coefficient * 10n ** BigInt(b.exponent - exponent),
    exponent,
  ];
}

const RANK = { NaN: 0, '-Infinity': 1, Infinity: 3 };

/** -1, 0 or 1; NaN is below everything and equal to itself. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.special || b.special) {
    return Math.sign((a.special ? RANK[a.special] : 2) - (b.special ? RANK[b.special] : 2));
  }
  const signs = sign(a.coefficient) - sign(b.coefficient);
  if (signs !== 0) return Math.sign(signs);
  if (a.coefficient === 0n) return 0;
  const magnitude = digits(a) - digits(b); // keeps 1E6000 against 1E-6000 from making huge integers
  if (Math.abs(magnitude) > 1) return Math.sign(magnitude) * sign(a.coefficient);
  const [x, y] = align(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

function sign(value: bigint): number {
  return value < 0n ? -1 : value > 0n ? 1 : 0;
}

function digits(value: Decimal): number {
  const text = value.coefficient.toString();
  return text.length - (text.startsWith('-') ? 1 : 0) + value.exponent;
}
