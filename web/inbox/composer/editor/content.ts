import type { JSONContent } from '@tiptap/core';
import type { Content } from '../../state/draft.svelte.ts';

/** A document of the editor: blocks of inline parts. */
export type Doc = JSONContent;

/** What a content shows in the editor. */
export function docOf({ text, html }: Content): Doc | string {
  if (html) return html;
  return {
    type: 'doc',
    content: text.split('\n').map((line) => ({
      type: 'paragraph',
      ...(line ? { content: [{ type: 'text', text: line }] } : {}),
    })),
  };
}

/** The text of a document, as a mail without formatting has it: lists with signs, quotes with >, links with addresses. */
export function textOf(doc: Doc): string {
  return linesOf(doc).join('\n').trimEnd();
}

function linesOf(node: Doc): string[] {
  const children = node.content ?? [];
  if (node.type === 'paragraph' || node.type === 'codeBlock') return inlineOf(children).split('\n');
  if (node.type === 'bulletList') return children.flatMap((item) => listed(item, '- '));
  if (node.type === 'orderedList') {
    const start = Number(node.attrs?.['start'] ?? 1);
    return children.flatMap((item, i) => listed(item, `${start + i}. `));
  }
  const lines = children.flatMap(linesOf);
  return node.type === 'blockquote' ? lines.map((line) => `> ${line}`) : lines;
}

/** The first line behind the sign, the others below it. */
function listed(item: Doc, sign: string): string[] {
  return (item.content ?? []).flatMap(linesOf).map((line, i) => (i === 0 ? sign : ' '.repeat(sign.length)) + line);
}

function inlineOf(nodes: Doc[]): string {
  return nodes
    .map((node, i) => {
      if (node.type === 'hardBreak') return '\n';
      const href = hrefOf(node);
      // A link of several parts has its address behind the last of them.
      const ends = href !== undefined && hrefOf(nodes[i + 1]) !== href;
      return (node.text ?? '') + (ends && !saysItself(node.text ?? '', href) ? ` (${href})` : '');
    })
    .join('');
}

function hrefOf(node: Doc | undefined): string | undefined {
  const href: unknown = node?.marks?.find((mark) => mark.type === 'link')?.attrs?.['href'];
  return typeof href === 'string' ? href : undefined;
}

const saysItself = (text: string, href: string): boolean =>
  [text, `https://${text}`, `http://${text}`, `mailto:${text}`].includes(href.replace(/\/$/, '')) || text === href;

/** Whether a text would lose something as plain text: links that show their address lose nothing. */
export function isFormatted(node: Doc): boolean {
  if (!['doc', 'paragraph', 'text', 'hardBreak'].includes(node.type ?? '')) return true;
  const marks = node.marks ?? [];
  const href = hrefOf(node);
  if (marks.some((mark) => mark.type !== 'link')) return true;
  if (href !== undefined && !saysItself(node.text ?? '', href)) return true;
  return (node.content ?? []).some(isFormatted);
}

/** The editor's HTML for a mail: a line without words keeps its height. */
export const htmlForMail = (html: string): string => html.replaceAll('<div></div>', '<div><br></div>');
