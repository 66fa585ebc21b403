const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** An excerpt (escaped text with `<mark>`) as pieces of plain text, so that nothing is ever put in as HTML. */
export function pieces(excerpt: string): { text: string; marked: boolean }[] {
  return excerpt
    .split(/(<mark>.*?<\/mark>)/s)
    .filter((piece) => piece !== '')
    .map((piece) => {
      const marked = piece.startsWith('<mark>');
      const inner = marked ? piece.slice(6, -7) : piece;
      return { text: inner.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? ''), marked };
    });
}
