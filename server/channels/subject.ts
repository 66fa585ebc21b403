const LENGTH = 80;

/** The subject of what was written without one: the first line, cut between words. */
export function subjectOf(text: string): string {
  const line = text.split('\n', 1)[0]?.trim() ?? '';
  if (line.length <= LENGTH) return line;
  const cut = line.slice(0, LENGTH).toWellFormed();
  return `${cut.slice(0, cut.lastIndexOf(' ') > LENGTH / 2 ? cut.lastIndexOf(' ') : LENGTH)}…`;
}
