import { LANGUAGES, type Language } from '../../server/tickets/envelopes.ts';
import { wordsOf } from '../../server/words/fold.ts';
import { languageFeatures } from './recognition/features.ts';
import { readModel } from './recognition/file.ts';
import { predict, type Softmax } from './recognition/softmax.ts';

export interface Recognised {
  language: Language;
  /** 0 to 1. */
  certainty: number;
}

/** How much a known language (the page's, the chat's so far) weighs against the text, by the number of its words. */
const PRIOR_WEIGHT = [Infinity, 30, 20, 8];
const PRIOR_WEIGHT_LONG = 3;

let model: Softmax | undefined;

/**
 * The language of a short text. `prior` is the language of the page or of the chat so far: it decides where the text
 * itself says little (`ok`, an order number, a product's name) and gives way when the customer switches.
 */
export function recogniseLanguage(text: string, prior?: Language): Recognised {
  const words = wordsOf(text).filter((word) => !/\d/.test(word.text)).length;
  if (words === 0) return { language: prior ?? 'en', certainty: 0 };
  if (mostlyCyrillic(text)) return { language: 'ru', certainty: 1 };
  model ??= readModel('language');
  const chances = predict(model, languageFeatures(text));
  const weight = PRIOR_WEIGHT[words] ?? PRIOR_WEIGHT_LONG;
  const weighed = LANGUAGES.map((language, at) => (chances[at] ?? 0) * (language === prior ? weight : 1));
  const sum = weighed.reduce((total, chance) => total + chance, 0);
  const best = weighed.indexOf(Math.max(...weighed));
  return { language: LANGUAGES[best] ?? 'en', certainty: (weighed[best] ?? 0) / sum };
}

/** Of the five only Russian is written in Cyrillic. */
function mostlyCyrillic(text: string): boolean {
  const letters = text.replace(/\P{L}+/gu, '');
  return letters.replace(/\P{Script=Cyrillic}+/gu, '').length * 2 > letters.length;
}
