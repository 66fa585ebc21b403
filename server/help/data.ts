import type { ShopFacts } from '../settings/shop-model.ts';
import type { Language } from '../tickets/envelopes.ts';
import { homePath } from './site.ts';
import type { Link } from './schema.ts';

/** Structured data of a page, as search engines read it. */
export type Data = { '@context': 'https://schema.org'; '@type': string } & Record<string, unknown>;

/** The way to a page, itself included (https://schema.org/BreadcrumbList); `base` is the site's origin. */
export function trail(base: string, links: readonly Link[]): Data {
  const itemListElement = links.map(({ href, label }, at) => ({
    '@type': 'ListItem',
    position: at + 1,
    name: label,
    item: base + href,
  }));
  return { '@context': 'https://schema.org', '@type': 'BreadcrumbList', itemListElement };
}

/** The site with its search (https://schema.org/WebSite). */
export function website(base: string, locale: Language, name: string, shop: ShopFacts): Data {
  return {
    '@context': 'https://schema.org',
    '@type': 'WebSite',
    name,
    url: base + homePath(locale),
    inLanguage: locale,
    ...publisher(shop),
    potentialAction: {
      '@type': 'SearchAction',
      target: { '@type': 'EntryPoint', urlTemplate: `${base}/help/${locale}/search?q={search_term_string}` },
      'query-input': 'required name=search_term_string',
    },
  };
}

/** Nobody is named who has no name. */
export const publisher = ({ name }: Pick<ShopFacts, 'name'>): object =>
  name ? { publisher: { '@type': 'Organization', name } } : {};
