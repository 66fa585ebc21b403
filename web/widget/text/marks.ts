export interface Marked {
  text: string;
  hit: boolean;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", apos: "'" };

/** The search's excerpt (escaped HTML with `<mark>`) as pieces of plain text, so that no HTML is ever inserted. */
export function marks(excerpt: string): Marked[] {
  return excerpt
    .split(/<mark>([^<]*)<\/mark>/)
    .map((text, i) => ({ text: plain(text), hit: i % 2 === 1 }))
    .filter((piece) => piece.text !== '');
}

const plain = (text: string): string =>
  text.replace(/<[^>]*>/g, '').replace(/&(#39|\w{2,4});/g, (all, name: string) => ENTITIES[name] ?? all);
