/** Countries in Europe and America, and where their languages are spoken, as ISO 3166 abbreviates them. */
const CODES =
  'AD AL AR AT BA BE BG BO BR BY CA CH CL CO CR CU CY CZ DE DK DO EC EE ES FI FR GB GE GR GT HN HR HU IE IL IN IS IT KZ LI LT LU LV MC MD ME MK MT MX NI NL NO PA PE PL PR PT PY RO RS RU SE SI SK SM SV TR UA US UY UZ VE XK';

/** By their names, in the order of the language. */
export function countries(locale: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(locale, { type: 'region' });
  return CODES.split(' ')
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .sort((a, b) => a.label.localeCompare(b.label, locale));
}
