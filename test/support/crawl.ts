/** What an address answered. */
export interface Visit {
  status: number;
  /** Content type without its parameters. */
  kind: string;
  body: string;
}
export interface Element {
  name: string;
  attributes: Record<string, string>;
}
/** From one page to an address of the same site. */
export interface Reference {
  from: string;
  /** Path and query. */
  to: string;
  /** Without `#`; empty: none. */
  anchor: string;
}
export interface Crawled {
  /** By path and query. */
  visits: Map<string, Visit>;
  references: Reference[];
}

/** Follows every link, picture, style, script and asking form of a site, each address once, but for what `not` says. */
export async function crawl(
  origin: string,
  starts: readonly string[],
  get: (path: string) => Promise<Visit>,
  not: (path: string) => boolean = () => false,
): Promise<Crawled> {
  const visits = new Map<string, Visit>();
  const references: Reference[] = [];
  const queue = [...starts];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (visits.has(path)) continue;
    const visit = await get(path);
    visits.set(path, visit);
    if (visit.kind !== 'text/html') continue;
    const found = referencesOf(visit.body, path, origin);
    references.push(...found);
    queue.push(...found.map(({ to }) => to).filter((to) => !visits.has(to) && !not(to)));
  }
  return { visits, references };
}

/** What a page leads to, of its own site. */
export function referencesOf(html: string, path: string, origin: string): Reference[] {
  return elementsOf(html)
    .flatMap(addressOf)
    .map((address) => new URL(address, origin + path))
    .filter((url) => url.origin === origin)
    .map((url) => ({ from: path, to: url.pathname + url.search, anchor: decodeURIComponent(url.hash.slice(1)) }));
}

function addressOf({ name, attributes: { href, src, action, method } }: Element): string[] {
  if (name === 'form') return method === 'post' || action === undefined ? [] : [action];
  return [href, src].filter((address) => address !== undefined);
}

/** The elements of a page in their order; what stands in scripts is no element. */
export function elementsOf(html: string): Element[] {
  const bare = html.replace(/<!--.*?-->|(?<=<script[^>]*>).*?(?=<\/script>)/gs, '');
  return [...bare.matchAll(/<([a-z][\w-]*)((?:\s+[^\s"'=<>/]+(?:="[^"]*")?)*)\s*\/?>/g)].map(
    ([, name, attributes]) => ({
      name: name ?? '',
      attributes: Object.fromEntries(
        [...(attributes ?? '').matchAll(/([^\s"'=<>/]+)(?:="([^"]*)")?/g)].map(([, key, value]) => [
          key ?? '',
          decode(value ?? ''),
        ]),
      ),
    }),
  );
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const decode = (text: string): string => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name]!);
