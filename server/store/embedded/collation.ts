import { makeCompare, type Compare } from './compare.ts';
import { fail } from './errors.ts';
import { isTrue } from './tests.ts';
import { isDoc, type Value } from './value.ts';

const SENSITIVITY: { [strength: number]: 'base' | 'accent' | 'variant' } = { 1: 'base', 2: 'accent', 3: 'variant' };

/** The comparison of a collation document; undefined for none or the simple one. */
export function compareFor(collation: Value | undefined): Compare | undefined {
  if (collation === undefined) return undefined;
  if (!isDoc(collation) || typeof collation.locale !== 'string')
    return fail(40414, "BSON field 'collation.locale' is missing but a required field");
  if (collation.locale === 'simple') return undefined;
  const strength = collation.strength ?? 3;
  const sensitivity = SENSITIVITY[Number(strength)];
  if (!sensitivity) fail(238, 'collations of strength 4 and 5 are not supported by this store');
  if (isTrue(collation.backwards)) fail(238, 'backwards collations are not supported by this store');
  try {
    const collator = new Intl.Collator(collation.locale.replaceAll('_', '-'), {
      sensitivity: isTrue(collation.caseLevel) && Number(strength) === 1 ? 'case' : sensitivity,
      numeric: isTrue(collation.numericOrdering),
      ignorePunctuation: collation.alternate === 'shifted',
      caseFirst: collation.caseFirst === 'upper' ? 'upper' : collation.caseFirst === 'lower' ? 'lower' : 'false',
    });
    return makeCompare((a, b) => collator.compare(a, b));
  } catch {
    return fail(2, `Field 'locale' is invalid in: { locale: "${collation.locale}" }`);
  }
}
