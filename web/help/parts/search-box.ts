import { plural } from '../../../server/messages/plural.ts';
import type { Site } from '../../../server/help/schema.ts';

/** What the search box is rendered from, on the server and again in the browser. */
export interface SearchBoxProps {
  locale: string;
  q: string;
  large: boolean;
  /** In the page's header, where space is scarce. */
  plain: boolean;
  texts: {
    label: string;
    placeholder: string;
    button: string;
    all: string;
    noneFound: string;
    /** How many suggestions, in words, from one on. */
    found: string[];
  };
}

/** Suggestions shown at most. */
export const MOST = 6;

export function searchBoxProps(site: Site, q = '', large = false): SearchBoxProps {
  const { label, placeholder, button, all, noneFound, found } = site.texts.search;
  const counts = Array.from({ length: MOST }, (_, index) => plural(site.locale, index + 1, found));
  const texts = { label, placeholder, button, all, noneFound, found: counts };
  return { locale: site.locale, q, large, plain: !large, texts };
}
