import type { SearchEngine } from './engine.ts';

/** For programs beside the server, which finds by itself what they have written: nothing is indexed, nothing found. */
export const NO_SEARCH: SearchEngine = {
  name: 'embedded',
  index: () => Promise.resolve(),
  remove: () => Promise.resolve(),
  query: () => Promise.resolve([]),
  synonyms: () => Promise.resolve(),
  ready: () => Promise.resolve(true),
};
