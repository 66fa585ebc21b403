import { makeCompare, type Compare } from './compare.ts';
import { describe } from './describe.ts';
import { fail } from './errors.ts';
import { toSafeInteger } from './number.ts';
import { isTrue } from './tests.ts';
import { isDoc, type Doc, type Value } from './value.ts';

const SENSITIVITY: { [strength: number]: 'base' | 'accent' | 'variant' } = { 1: 'base', 2: 'accent', 3: 'variant' };
const FIELDS = new Set([
  'locale', 'caseLevel', 'caseFirst', 'strength', 'numericOrdering', 'alternate', 'maxVariable', 'normalization',
  'backwards', 'version',
]); // prettier-ignore

/** The comparison of a collation document; undefined for none or the simple one. */
export function compareFor(collation: Value | undefined): Compare | undefined {
  if (collation === undefined || (isDoc(collation) && Object.keys(collation).length === 0)) return undefined;
  if (!isDoc(collation) || typeof collation.locale !== 'string')
    return fail(40414, "BSON field 'collation.locale' is missing but a required field");
  const unknown = Object.keys(collation).find((field) => !FIELDS.has(field));
  if (unknown) fail(40415, `BSON field 'collation.${unknown}' is an unknown field.`);
  if (collation.locale === 'simple') return undefined;
  const strength = strengthOf(collation);
  if (strength > 3) fail(238, 'collations of strength 4 and 5 are not supported by this store');
  if (isTrue(collation.backwards)) fail(238, 'backwards collations are not supported by this store');
  const collator = new Intl.Collator(localeOf(collation), {
    sensitivity: isTrue(collation.caseLevel) && strength === 1 ? 'case' : SENSITIVITY[strength]!,
    numeric: isTrue(collation.numericOrdering),
    ignorePunctuation: collation.alternate === 'shifted',
    caseFirst: collation.caseFirst === 'upper' ? 'upper' : collation.caseFirst === 'lower' ? 'lower' : 'false',
  });
  return makeCompare((a, b) => collator.compare(a, b));
}

function strengthOf({ strength = 3 }: Doc): number {
  const whole = toSafeInteger(strength);
  if (whole === undefined) return fail(14, `BSON field 'collation.strength' is the wrong type: ${describe(strength)}`);
  if (whole < 1) return fail(51024, `BSON field 'strength' value must be >= 1, actual value '${whole}'`);
  return whole <= 5 ? whole : fail(51024, `BSON field 'strength' value must be <= 5, actual value '${whole}'`);
}

function localeOf(collation: Doc): string {
  const locale = (collation.locale as string).replaceAll('_', '-');
  let known: string[] = [];
  try {
    known = Intl.Collator.supportedLocalesOf(locale);
  } catch {
    // a text that names no language at all
  }
  return known.length > 0 ? locale : fail(2, `Field 'locale' is invalid in: ${describe(collation)}`);
}
