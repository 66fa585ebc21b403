import { htmlOfText, textOfHtml, tidy } from './text.ts';

/** A node of mailparser's tree (3.9), as far as the text of a mail needs it. */
export interface BodyNode {
  contentType: string | false;
  textContent?: string;
  children: BodyNode[];
}

/** One thing to read: as text, as HTML, or as both when the sender gave alternatives (RFC 2046, 5.1.4). */
interface Piece {
  text: string[];
  html: string[];
}

/**
 * Text and HTML of a mail, both whole: what came in one form only is put into the other as well. mailparser's own
 * joining leaves the HTML-only parts out of the text when its HTML conversion is off, which recursion forces us to.
 * @param clean caps and sanitises one HTML part.
 */
export function readBody(tree: BodyNode | false, clean: (html: string) => string): { text: string; html?: string } {
  const pieces = tree ? collect(tree) : [];
  const hasHtml = pieces.some((piece) => piece.html.length > 0);
  const cleaned = pieces.map(({ text, html }) => ({ text: text.join('\n'), html: html.map(clean).join('\n') }));
  const text = tidy(cleaned.map((piece) => piece.text || (piece.html && textOfHtml(piece.html))).join('\n'));
  if (!hasHtml) return { text };
  return { text, html: cleaned.map((piece) => piece.html || (piece.text && htmlOfText(piece.text))).join('\n') };
}

function collect(root: BodyNode): Piece[] {
  const pieces: Piece[] = [];
  // A stack of our own: the depth is the sender's choice.
  const todo: { node: BodyNode; into: Piece | undefined }[] = [{ node: root, into: undefined }];
  for (let next = todo.pop(); next; next = todo.pop()) {
    const { node } = next;
    let { into } = next;
    if (!into && node.contentType === 'multipart/alternative') pieces.push((into = { text: [], html: [] }));
    if (node.textContent) {
      const piece = into ?? { text: [], html: [] };
      if (!into) pieces.push(piece);
      piece[node.contentType === 'text/html' ? 'html' : 'text'].push(node.textContent);
    }
    for (const child of node.children.toReversed()) todo.push({ node: child, into });
  }
  return pieces;
}
