/**
 * A light suffix stemmer for Polish, on folded text (no diacritics): takes off case endings and the commonest verb
 * and noun suffixes, then levels the softened consonants and the fleeting e that cases bring (paczka, paczce, paczek).
 * Snowball has no Polish; what counts is that the forms of one word meet, not that the stem is a root.
 */
const ENDINGS = [
  'owaniem owaniu owania owanie owanych owanego owanej owana owany owane owano owalismy owalam owalem owala owali',
  'owaly owal owac ujemy ujecie ujesz ujac uja uje eniami eniach eniem eniom eniu enia enie aniami aniach aniem',
  'aniom aniu ania anie acjami acjach acjom acja acje acji acjo cjami cjach cjom cja cje cji cyjnego cyjnych cyjnej',
  'cyjnym cyjny cyjna cyjne osciami osciach osciom oscia osci osc iony iona ione ionych ionego iono eni any ana ane',
  'anych anego anej alismy ilismy alam alem ilam ilem ala ali aly ila ili ily il al aja aj iemy icie isz imy amy',
  'acie asz esz ymy ac ic yc ec iec ien iego iemu iami iach iom iow iej ich imi im ego emu ymi ych ym ami ach owi',
  'owie om ow em ej ia ie iu io a e i o u y',
]
  .flatMap((line) => line.split(' '))
  .sort((a, b) => b.length - a.length);

/** The stem of one folded, lower-case Polish word; numbers and words under three letters stay as they are. */
export function stemPolish(word: string): string {
  if (word.length < 3 || /\d/.test(word)) return word;
  const ending = ENDINGS.find((suffix) => word.endsWith(suffix) && word.length - suffix.length >= leastStem(suffix));
  return level(ending ? word.slice(0, -ending.length) : word);
}

/** Long endings are taken only where a real stem is left: `działa` must not become `dzi`. */
function leastStem(ending: string): number {
  return ending.length > 2 ? 4 : 3;
}

/** The same last consonant for all forms: c, cz, t as k; d, dz, z as g; a fleeting e and a last i go. */
function level(stem: string): string {
  return stem
    .replace(/(?<=..[bcdfghklmnprstwz])i$/, '')
    .replace(/(?<=..[bcdfghklmnprstwz])e(?=[klncmr]$)/, '')
    .replace(/(?:cz|dz|sz|rz)$/, (pair) => pair[0] ?? pair)
    .replace(/[ct]$/, 'k')
    .replace(/[zd]$/, 'g');
}
