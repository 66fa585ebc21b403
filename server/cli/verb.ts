import type { ParseArgsConfig } from 'node:util';

/** One verb of `ombud`. */
export interface Verb {
  /** Printed for --help and after a mistake. */
  help: string;
  options?: NonNullable<ParseArgsConfig['options']>;
  /** How many arguments at least and at most; none when absent. */
  takes?: readonly [least: number, most: number];
  /** Resolves with the exit code; what it throws is printed, with code 1. */
  run(input: Input): Promise<number>;
}

export interface Input {
  args: string[];
  options: Record<string, string | boolean | (string | boolean)[] | undefined>;
  /** Prints a line. */
  say(line: string): void;
}

/** An option that takes a text; undefined when it was not given. */
export function textOption({ options }: Pick<Input, 'options'>, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** A text of words separated by commas. */
export const words = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
