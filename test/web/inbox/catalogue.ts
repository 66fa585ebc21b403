import { describe, expect, it } from 'vitest';

type Leaf = string | Record<string, string>;

/** Every text by its path; the forms of a text with a number stay together. */
function leaves(texts: object, plurals: readonly string[], path = ''): Map<string, Leaf> {
  const all = new Map<string, Leaf>();
  for (const [key, value] of Object.entries(texts)) {
    const at = path ? `${path}.${key}` : key;
    if (typeof value === 'string' || plurals.includes(at)) all.set(at, value as Leaf);
    else for (const [inner, leaf] of leaves(value as object, plurals, at)) all.set(inner, leaf);
  }
  return all;
}
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

/** Holds the translations of a catalogue to its English; `plurals` names its texts with a number by their paths. */
export function checkCatalogue(name: string, en: object, others: Record<string, object>, plurals: readonly string[]) {
  const english = leaves(en, plurals);

  describe.each(Object.entries(others))(`${name} in %s`, (language, texts) => {
    const translated = leaves(texts, plurals);

    it('has exactly the English keys', () => {
      expect([...translated.keys()].sort()).toEqual([...english.keys()].sort());
    });

    it('has the same placeholders in every text', () => {
      for (const [key, text] of english) {
        const other = translated.get(key);
        if (typeof text === 'string') expect(placeholders(String(other)), key).toEqual(placeholders(text));
      }
    });

    it('leaves nothing empty', () => {
      for (const [key, text] of translated) expect(JSON.stringify(text), key).not.toContain(`""`);
    });

    it('has a form for every plural category of the language', () => {
      const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      for (const key of plurals)
        expect(Object.keys(translated.get(key) ?? {}), key).toEqual(expect.arrayContaining(categories));
    });
  });

  it(`every plural of ${name} is named in this test`, () => {
    const forms = [...english].filter(([, value]) => typeof value !== 'string').map(([key]) => key);
    expect(forms.sort()).toEqual([...plurals].sort());
  });
}
