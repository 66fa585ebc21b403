import { fold, wordsOf } from '../../server/words/fold.ts';
import { conceptsOf } from './recognition/concepts.ts';
import { intentFeatures } from './recognition/features.ts';
import { readModel } from './recognition/file.ts';
import { LABELS, type Label } from './recognition/samples.ts';
import { predict, type Softmax } from './recognition/softmax.ts';

export type { Label };

export interface Intent {
  label: Label;
  /** Measured probability that the label is right, 0 to 1. */
  certainty: number;
}

let model: Softmax | undefined;

/** What a customer's message wants. Under 1 ms; the model is read at the first call. */
export function recogniseIntent(text: string): Intent {
  if (asksForPerson(text)) return { label: 'person', certainty: 1 };
  model ??= readModel('intent');
  const chances = predict(model, intentFeatures(text));
  const best = chances.indexOf(Math.max(...chances));
  const intent: Intent = { label: LABELS[best] ?? 'other', certainty: chances[best] ?? 0 };
  return isGibberish(text, intent) ? { ...intent, label: 'other' } : intent;
}

/** A greeting is a word or two, and so is what a cat types: a doubtful one must hold a word that greets. */
function isGibberish(text: string, { label, certainty }: Intent): boolean {
  return label === 'greeting' && certainty < SURE_GREETING && !conceptsOf(foldedWords(text)).includes('greet');
}

const SURE_GREETING = 0.8;
const foldedWords = (text: string) => wordsOf(fold(text)).map((word) => word.text.replace(/['’]/g, ''));

/** Words that alone, or with a please, can mean nothing else. */
const PERSON = new Set(
  `human agent operator representative person humano agente operador operadora persona om uman operatorul agentul
  czlowiek czlowieka konsultant konsultanta konsultantem operatora оператор оператора человек человека консультант
  консультанта operatorem`.split(/\s+/),
);
const POLITE = new Set(
  `please pls plz a an the real live por favor un una real va rog te prosze poprosze o пожалуиста живои живого`.split(
    /\s+/,
  ),
);

function asksForPerson(text: string): boolean {
  const words = wordsOf(fold(text)).map((word) => word.text);
  const rest = words.filter((word) => !POLITE.has(word));
  return rest.length === 1 && words.length <= 4 && PERSON.has(rest[0] ?? '');
}

/**
 * True when a message is full of anger, so that a person should take over: strong words together with shouting, or
 * several of them.
 */
export function isAngry(text: string): boolean {
  const strong = conceptsOf(foldedWords(text)).filter((concept) => concept === 'anger').length;
  const letters = text.match(/\p{L}/gu) ?? [];
  const capitals = letters.filter((letter) => letter !== letter.toLowerCase()).length;
  const shouts = /!{2,}/.test(text) || (letters.length > 12 && capitals > letters.length * 0.6);
  return strong >= 2 || (strong === 1 && shouts);
}
