import { BSONRegExp } from 'bson';
import { compileRegex } from '../regex.ts';
import { docOf, type Doc, type Value } from '../value.ts';
import { isNothing, type BuildOperator } from './compile.ts';
import { fieldsOf } from './functions.ts';
import { textOperand as text } from './text.ts';

type Found = RegExpExecArray;

/** The three `$regex…` expressions: `{ input, regex, options? }`. */
export function regexOperator(
  name: string,
  apply: (input: string, regex: RegExp) => Value,
  none: Value,
): BuildOperator {
  return (operand, compiler) => {
    const { input, regex, options } = fieldsOf(operand, compiler, name, ['input', 'regex'], ['options']);
    return (doc, scope) => {
      const value = input!(doc, scope);
      const pattern = regex!(doc, scope);
      if (isNothing(value) || isNothing(pattern)) return none;
      const flags = options?.(doc, scope);
      const plain = pattern instanceof BSONRegExp ? pattern : new BSONRegExp(text(pattern, name));
      const compiled = compileRegex(typeof flags === 'string' ? new BSONRegExp(plain.pattern, flags) : plain);
      return apply(text(value, name), compiled);
    };
  };
}

export function describeMatch(found: Found): Doc {
  const idx = [...found.input.slice(0, found.index)].length;
  return docOf({
    match: found[0],
    idx,
    captures: found.slice(1).map((capture: string | undefined) => capture ?? null),
  });
}
