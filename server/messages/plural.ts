/** The forms of a text with a number, by the plural categories of Unicode (CLDR); `{n}` stands for the number. */
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

const rules = new Map<string, Intl.PluralRules>();

/** The form for `n` in that language, with the number written as people there write it. */
export function plural(locale: string, n: number, forms: Plural): string {
  let rule = rules.get(locale);
  if (!rule) rules.set(locale, (rule = new Intl.PluralRules(locale)));
  const form = forms[rule.select(n)] ?? forms.other;
  return form.replaceAll('{n}', new Intl.NumberFormat(locale).format(n));
}
