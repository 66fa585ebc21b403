import type { BSONRegExp } from 'bson';
import { fail } from './errors.ts';

const FLAGS = new Map([
  ['i', 'i'],
  ['m', 'm'],
  ['s', 's'],
  ['u', ''],
  ['x', ''],
]);

/** A stored or asked regular expression (PCRE with the options i, m, s, x, u) as JavaScript's. */
export function compileRegex({ pattern, options }: BSONRegExp): RegExp {
  let flags = 'u';
  for (const option of options) {
    const flag = FLAGS.get(option);
    if (flag === undefined) fail(51108, `invalid flag in regex options: ${option}`);
    flags += flag;
  }
  let source = options.includes('x') ? stripFreeSpacing(pattern) : pattern;
  const leading = /^\(\?([ims]+)\)/.exec(source);
  if (leading) {
    flags += [...leading[1]!].filter((flag) => !flags.includes(flag)).join('');
    source = source.slice(leading[0].length);
  }
  return (
    attempt(source, flags) ??
    attempt(source, flags.replace('u', '')) ??
    fail(51091, `Regular expression is invalid: ${pattern}`)
  );
}

/** The literal text that every match begins with, when the expression is anchored and tells case apart. */
export function literalPrefix({ pattern, options }: BSONRegExp): string {
  if (!pattern.startsWith('^') || /[imx]/.test(options) || pattern.includes('|')) return '';
  let prefix = '';
  for (let i = 1; i < pattern.length; i++) {
    const char = pattern[i]!;
    const next = pattern[i + 1];
    if (char === '\\' && next !== undefined && /[^\w\s]/.test(next)) {
      prefix += next;
      i++;
    } else if (/[\w\s"#%&',\-/:;<=>@_`~!]/.test(char) || char > '\u007f') prefix += char;
    else return '*?{'.includes(char) ? [...prefix].slice(0, -1).join('') : prefix;
  }
  return prefix;
}

function attempt(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}

function stripFreeSpacing(pattern: string): string {
  return pattern.replace(/\\.|\[(?:\\.|[^\]\\])*\]|\s+|#.*$/gm, (part) => (/^[\s#]/.test(part) ? '' : part));
}
