import { ARITHMETIC } from './arithmetic.ts';
import { ARRAYS } from './arrays.ts';
import type { BuildOperator } from './compile.ts';
import { CONVERTERS } from './conversions.ts';
import { DATES } from './dates.ts';
import { LOGIC } from './logic.ts';
import { OBJECTS } from './objects.ts';
import { STRINGS } from './strings.ts';

/** Every expression operator this store knows. */
export const OPERATORS: { [name: string]: BuildOperator } = {
  ...LOGIC,
  ...ARITHMETIC,
  ...ARRAYS,
  ...CONVERTERS,
  ...DATES,
  ...OBJECTS,
  ...STRINGS,
};
