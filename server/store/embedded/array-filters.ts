import { compare as simpleCompare } from './compare.ts';
import { fail } from './errors.ts';
import { parseFilter } from './filter.ts';
import { compileFilter, type Matcher } from './match.ts';
import type { UpdateOptions } from './update.ts';
import type { Step } from './update-steps.ts';
import { isDoc, type Doc } from './value.ts';

/** `arrayFilters` by identifier; each must be used and each `$[identifier]` must be given (2, 9). */
export function compileArrayFilters(
  { arrayFilters = [], compare }: UpdateOptions,
  steps: Step[],
): Map<string, Matcher> {
  const filters = new Map<string, Matcher>();
  for (const filter of arrayFilters) {
    const [identifier, ...others] = new Set(topNames(filter));
    if (identifier === undefined) fail(9, 'Cannot use an expression without a top-level field name in arrayFilters');
    if (others.length > 0)
      fail(
        9,
        'Error parsing array filter :: caused by :: Expected a single top-level field name, found ' +
          `'${identifier}' and '${others[0]}'`,
      );
    if (!/^[a-z][a-zA-Z0-9]*$/.test(identifier))
      fail(
        2,
        'Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string ' +
          `beginning with a lowercase letter, found '${identifier}'`,
      );
    if (filters.has(identifier))
      fail(9, `Found multiple array filters with the same top-level field name ${identifier}`);
    filters.set(identifier, compileFilter(parseFilter(filter), { compare: compare ?? simpleCompare }));
  }
  const used = new Set(steps.flatMap((step) => step.parts.flatMap((part) => /^\$\[(.+)\]$/.exec(part)?.[1] ?? [])));
  for (const name of used)
    if (!filters.has(name))
      fail(
        2,
        `No array filter found for identifier '${name}' in path ` +
          `'${steps.find((step) => step.path.includes(`$[${name}]`))!.path}'`,
      );
  for (const name of filters.keys()) {
    if (!used.has(name)) fail(9, `The array filter for identifier '${name}' was not used in the update`);
  }
  return filters;
}

function topNames(filter: Doc): string[] {
  return Object.keys(filter).flatMap((name) => {
    const value = filter[name];
    if (!name.startsWith('$')) return [name.split('.')[0]!];
    return Array.isArray(value) ? value.flatMap((part) => (isDoc(part) ? topNames(part) : [])) : [];
  });
}
