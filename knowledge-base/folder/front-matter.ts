import { isMap, parseDocument, type Document } from 'yaml';

/** A Markdown file in its parts; joined in this order they are the file again, byte for byte. */
export interface Parts {
  /** Front matter with its fences and the line end behind it; empty when there is none. */
  head: string;
  /** Empty lines. */
  before: string;
  body: string;
  after: string;
}

const FRONT_MATTER = /^\uFEFF?---[ \t]*\r?\n(?:([\s\S]*?)\r?\n)?---[ \t]*(?:\r?\n|$)/;

export function split(text: string): Parts {
  const head = FRONT_MATTER.exec(text)?.[0] ?? '';
  const rest = text.slice(head.length);
  const from = rest.length - rest.replace(/^(?:[ \t]*\r?\n)+/, '').length;
  let to = rest.length;
  while (to > from && '\r\n'.includes(rest[to - 1] ?? ' ')) to -= 1;
  return { head, before: rest.slice(0, from), body: rest.slice(from, to), after: rest.slice(to) };
}

/** The fields of a front matter. Throws in words when it is no YAML or no list of fields. */
export function fieldsOf(head: string): Record<string, unknown> {
  const document = documentOf(head);
  const [error] = document.errors;
  if (error) throw new Error(`front matter: ${error.message.split('\n')[0]}`);
  if (document.contents === null) return {};
  if (!isMap(document.contents)) throw new Error('front matter: no fields');
  return document.toJS() as Record<string, unknown>;
}

/** The same front matter with other values; everything else of it stays as it is written, comments too. */
export function withFields(head: string, values: Record<string, unknown>): string {
  if (Object.keys(values).length === 0) return head;
  const document = documentOf(head);
  for (const [name, value] of Object.entries(values))
    if (value === undefined) document.delete(name);
    else document.set(name, value);
  const end = head.includes('\r\n') ? '\r\n' : '\n';
  const yaml = document.toString({ lineWidth: 0 }).replace(/\r?\n/g, end);
  return `---${end}${yaml}---${end}`;
}

const documentOf = (head: string): Document => parseDocument(FRONT_MATTER.exec(head)?.[1] ?? '', { version: '1.2' });
