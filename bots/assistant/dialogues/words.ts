import { fold, wordsOf } from '../../../server/words/fold.ts';

/** Folded words and phrases of all five languages; `*` stands for any ending. A phrase must stand whole. */
function phrases(text: string): string[][] {
  return text
    .split(',')
    .map((phrase) => fold(phrase).trim().split(/\s+/))
    .filter(([first]) => first);
}

const YES =
  phrases(`yes, yep, yeah, yup, sure, correct, right, exactly, ok, okay, that is right, send it, si, claro, vale,
  correcto, exacto, de acuerdo, da, corect, exact, sigur, e bine, e corect, tak, zgadza sie, dobrze, jasne, owszem, да, верно,
  правильно, все верно, ага, конечно, хорошо, отправ*, perfect, thanks, gracias, multumesc, dziekuje, спасибо, helped, ayudo,
  ajutat, pomoglo, помогло`);
const NO =
  phrases(`no, nope, not really, wrong, incorrect, nah, not, didnt, did not, incorrecto, tampoco, nu, gresit, ba nu, deloc,
  nie, nie bardzo, zle, wcale, нет, не, неверно, неправильно, не очень`);
const SKIP =
  phrases(`skip, dont know, do not know, i dont have, do not have it, dont have it, no idea, none, omitir, no lo se, no se,
  no lo tengo, no tengo, ninguno, sari, sari peste, nu stiu, nu am, nu il am, nu-l am, pomin, nie wiem, nie mam, nie pamietam,
  пропустить, пропусти, не знаю, не помню, нету, нет номера, нет`);
const CANCEL =
  phrases(`cancel, stop, forget it, never mind, nevermind, quit, exit, cancelar, cancela, dejalo, olvidalo, anula, anuleaza,
  renunta, lasa, las-o balta, opreste, anuluj, rezygnuje, przerwij, niewazne, stop, отмена, отмени, отменить, хватит, забудь,
  неважно, стоп`);
const CHANGE =
  phrases(`change, correct that, edit, cambiar, corregir, modificar, schimba*, modific*, corect*, zmien*, popraw*, измен*,
  исправ*, поменя*`);

const WISHES: [string, string[][]][] = [
  [
    'repair',
    phrases(
      `repair*, fix it, fixed, mend, arregl*, reparac*, reparar, reparen, repar*, napraw*, ремонт*, почин*, отремонтир*`,
    ),
  ],
  [
    'refund',
    phrases(`refund*, money back, my money, reembols*, dinero, reintegro, banii, rambursare*, bani, zwrot pieniedzy,
      zwrotu pieniedzy, pieniadze, pieniedzy, zwrot kasy, kase, деньги, денег, возврат денег`),
  ],
  [
    'exchange',
    phrases(`exchange*, swap*, cambio, cambiar*, schimb, schimba*, wymian*, wymien*, zamian*,
      обмен*, поменя*`),
  ],
  [
    'replacement',
    phrases(`replace*, new one, another one, a new*, uno nuevo, una nueva, otro nuevo, reemplaz*, sustitu*, unul nou, una noua, altul,
      inlocui*, nowy, nowa, nowe, nowego, nowej, новый, новую, новое, замен*`),
  ],
];

const CONDITIONS: [string, string[][]][] = [
  [
    'damaged',
    phrases(`damage*, broken, faulty, defect*, danad*, rot*, averiad*, deteriorat*, stricat*, spart*, uszkodz*, zepsut*,
      wadliw*, поврежд*, сломан*, неисправ*, разбит*, брак*`),
  ],
  [
    'unopened',
    phrases(`unopened, not opened, sealed, never opened, sin abrir, precintad*, sellad*, nedesfacut*, sigilat*, nieotwart*,
      zafoliowan*, zapakowan*, не вскрыт*, не открыт*, невскрыт*, запечатан*`),
  ],
  [
    'opened',
    phrases(`opened, open, like new, new, unused, not used, never used, abiert*, sin usar, nuev*, como nuev*, desfacut*, nefolosit*,
      nou, noua, ca nou*, otwart*, nieuzywan*, nowy, nowa, nowe, jak now*, вскрыт*, открыт*, не использован*, неиспользован*,
      нов*, как нов*`),
  ],
  ['used', phrases(`used, usad*, utilizad*, folosit*, uzywan*, использован*, б/у`)],
];

const QUESTION =
  phrases(`how, how do, can i, could i, may i, is it possible, what can i do, what to do, what should i do, what do i do,
  como, cuanto, cuanta, cuantos, que hago, que puedo hacer, puedo, se puede, podria, cum, cat, cata, cate, cati, ce fac,
  ce pot face, pot, se poate, jak, ile, co robic, co zrobic, co mam zrobic, czy, как, сколько, что делать, что мне делать,
  можно, можно ли, могу ли`);

export const foldedWords = (text: string) => wordsOf(fold(text)).map((word) => word.text.replace(/['’]/g, ''));

function holds(words: readonly string[], list: readonly string[][]): boolean {
  return list.some((phrase) => words.some((_, at) => phrase.every((part, i) => fits(words[at + i] ?? '', part))));
}

const fits = (word: string, part: string) => (part.endsWith('*') ? word.startsWith(part.slice(0, -1)) : word === part);

/** Longer texts say something of their own; a yes or no in them is by the way. */
const SHORT = 6;

/** Yes or no to what was asked last; undefined when it is neither, or both. */
export function yesOrNo(text: string): 'yes' | 'no' | undefined {
  const words = foldedWords(text);
  if (words.length === 0 || words.length > SHORT) return undefined;
  if (holds(words, NO)) return 'no';
  return holds(words, YES) ? 'yes' : undefined;
}

/** True when the customer does not have or does not know what was asked. */
export function isSkip(text: string): boolean {
  const words = foldedWords(text);
  return words.length <= SHORT && holds(words, SKIP);
}

/** True when the customer wants to leave what was begun. */
export function isCancel(text: string): boolean {
  const words = foldedWords(text);
  return words.length <= 3 && holds(words, CANCEL);
}

/** True when a text asks something, with or without its question mark. */
export function isQuestion(text: string): boolean {
  return text.includes('?') || holds(foldedWords(text), QUESTION);
}

/** True when the customer wants to correct something. */
export function isChange(text: string): boolean {
  const words = foldedWords(text);
  return words.length <= SHORT && holds(words, CHANGE);
}

/** The wish that a text names: refund, replacement, repair or exchange. */
export function wishIn(text: string): string | undefined {
  return firstNamed(text, WISHES);
}

/** The condition that a text names: damaged, unopened, opened or used. */
export function conditionIn(text: string): string | undefined {
  return firstNamed(text, CONDITIONS);
}

function firstNamed(text: string, table: [string, string[][]][]): string | undefined {
  const words = foldedWords(text);
  return table.find(([, list]) => holds(words, list))?.[0];
}
