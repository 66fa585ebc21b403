import { readFileSync } from 'node:fs';
import { LANGUAGES, type Language } from '../../server/tickets/envelopes.ts';

/** The lines of a TSV file as columns, without empty lines, comments (`#`) and a head line. Throws on a bad line. */
export function readRows(file: string, columns: number): { language: Language; cells: string[] }[] {
  return readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .map((line, at) => ({ line, at }))
    .filter(({ line }) => line.trim() && !line.startsWith('#') && !/^lang(?:uage)?\t/.test(line))
    .map(({ line, at }) => {
      const [first, ...cells] = line.split('\t').map((cell) => cell.trim());
      const language = LANGUAGES.find((one) => one === first);
      if (!language || cells.length < columns - 1) throw new Error(`${file}:${at + 1}: not ${columns} columns`);
      return { language, cells };
    });
}

export const share = (part: number, whole: number): number => (whole === 0 ? 0 : Number((part / whole).toFixed(4)));
