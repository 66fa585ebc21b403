/** The first 140 characters of a message as one line, for lists. */
export function snippetOf(text: string): string {
  return text.slice(0, 600).replace(/\s+/g, ' ').trim().slice(0, 140);
}
