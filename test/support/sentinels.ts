import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const letters = (count: number): string =>
  Array.from({ length: count }, () => 'bcdfghjkmnpqrstvwxz'[randomInt(19)]).join('');

/** A letter that no form of 7 bits can hold as it is. */
const ACCENT = 'ł';

/**
 * Words that stand nowhere else in the world, to be planted through the public doors and looked for where nothing may
 * be readable: as they are, in UTF-16, base64 (wherever it begins), hex, quoted-printable, percent, JSON and HTML
 * escapes, in upper case and without diacritics.
 */
export class Sentinels {
  private readonly plain = letters(12);
  private readonly halves = [letters(7), letters(7)] as const;
  private readonly values: string[] = [];
  /** Labels of what was planted. */
  readonly planted = new Set<string>();

  /** A word of ASCII letters, for addresses and names of things. */
  word(label: string): string {
    this.planted.add(label);
    return `${this.plain}${label}`;
  }

  /** A word with a letter that needs an encoding, for texts. */
  text(label: string): string {
    this.planted.add(label);
    return `${this.halves.join(ACCENT)}${label}`;
  }

  /** A word that may be read, to show that a look finds what is there. */
  readonly readable = letters(14);

  /** A secret that the product made: it is looked for as a whole. */
  secret<T extends string>(label: string, value: T): T {
    this.planted.add(label);
    this.values.push(value);
    this.known = undefined;
    return value;
  }

  /** Which of them a text holds, by their labels. */
  in(text: string): string[] {
    return [...this.planted].filter((label) =>
      [`${this.plain}${label}`, `${this.halves.join(ACCENT)}${label}`].some((word) => text.includes(word)),
    );
  }

  /** What of them can be found in bytes, with what stands around it; empty when nothing can. */
  find(bytes: Buffer): string[] {
    return this.forms().flatMap(({ name, form }) => {
      const at = bytes.indexOf(form);
      if (at < 0) return [];
      const around = bytes.subarray(Math.max(0, at - 40), at + form.length + 40);
      return [`${name}: ${around.toString('latin1').replace(/[^\x20-\x7e]/g, '.')}`];
    });
  }

  /** The same for every file below a folder. A file that is gone meanwhile holds nothing. */
  findBelow(folder: string): string[] {
    return filesBelow(folder).flatMap((path) => {
      const bytes = readIfThere(path);
      return bytes ? this.find(bytes).map((hit) => `${relative(folder, path)}: ${hit}`) : [];
    });
  }

  /** Whether the word that may be read stands in a file below a folder. */
  isReadableBelow(folder: string): boolean {
    return filesBelow(folder).some((path) => readIfThere(path)?.includes(this.readable));
  }

  private known: { name: string; form: Buffer }[] | undefined;

  private forms(): { name: string; form: Buffer }[] {
    if (this.known) return this.known;
    const [head, tail] = this.halves;
    const accented: Record<string, string> = {
      'quoted-printable': '=C5=82',
      percent: '%C5%82',
      JSON: '\\u0142',
      HTML: '&#322;',
      folded: 'l',
    };
    return (this.known = [
      ...everyForm('word', this.plain),
      ...everyForm('text', `${head}${ACCENT}${tail}`),
      ...Object.entries(accented).map(([name, code]) => ({ name, form: Buffer.from(`${head}${code}${tail}`) })),
      ...this.values.flatMap((value) => everyForm('secret', value)),
    ]);
  }
}

function everyForm(name: string, text: string): { name: string; form: Buffer }[] {
  const bytes = Buffer.from(text);
  const utf16 = Buffer.from(text, 'utf16le');
  return [
    { name, form: bytes },
    { name: `${name} in upper case`, form: Buffer.from(text.toUpperCase()) },
    { name: `${name} in UTF-16LE`, form: utf16 },
    { name: `${name} in UTF-16BE`, form: Buffer.from(utf16).swap16() },
    { name: `${name} in hex`, form: Buffer.from(bytes.toString('hex')) },
    ...[0, 1, 2].map((before) => ({ name: `${name} in base64`, form: Buffer.from(base64Inside(bytes, before)) })),
    ...[0, 1, 2].map((before) => ({
      name: `${name}, UTF-16, in base64`,
      form: Buffer.from(base64Inside(utf16, before)),
    })),
  ];
}

/** What base64 makes of bytes that begin `before` bytes into a group of three, whatever stands around them. */
function base64Inside(bytes: Buffer, before: number): string {
  const whole = Buffer.concat([Buffer.alloc(before), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const last = (before + bytes.length) % 3 === 0 ? whole.length : whole.length - 1;
  return whole.slice(before === 0 ? 0 : before + 1, last);
}

/** Every file below a folder. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return statSync(path).size > 0 ? readFileSync(path) : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
