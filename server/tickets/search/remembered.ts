/**
 * Remembers what was worked out last: stems and keyed hashes cost a hundred times what finding them again does, and
 * people use few words. The older half of the memory (`size` each) goes when the younger one is full.
 */
export function remembered<T>(size: number, make: (key: string) => T): (key: string) => T {
  let young = new Map<string, T>();
  let old = new Map<string, T>();
  return (key) => {
    let value = young.get(key);
    if (value !== undefined) return value;
    value = old.get(key) ?? make(key);
    if (young.size >= size) [old, young] = [young, new Map()];
    young.set(ownOf(key), value);
    return value;
  };
}

/** A word that was cut out of a text may hold the whole text in memory, unless it is copied. */
const ownOf = (key: string): string => Buffer.from(key, 'utf16le').toString('utf16le');
