import { ARITHMETIC } from './arithmetic.ts';
import type { BuildOperator } from './compile.ts';
import { LOGIC } from './logic.ts';

/** Every expression operator this store knows. */
export const OPERATORS: { [name: string]: BuildOperator } = { ...LOGIC, ...ARITHMETIC };
