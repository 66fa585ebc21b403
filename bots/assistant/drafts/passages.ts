import { fold } from '../../../server/words/fold.ts';

/** A piece of an article that a draft may be made from, as plain text. */
export interface Passage {
  heading: string;
  text: string;
}

/**
 * Passages that may be shown to a model: what speaks to a machine and not to a customer is left out, wherever it came
 * into an article from.
 */
export function usable(passages: readonly Passage[]): Passage[] {
  return passages
    .map(({ heading, text }) => ({ heading: visible(heading), text: visible(text) }))
    .filter(({ heading, text }) => text !== '' && !instructs(`${heading}\n${text}`));
}

/** Text without comments, tags and signs that nobody sees. */
function visible(text: string): string {
  return text
    .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
    .replace(/<[^>\n]{0,500}>/g, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cn}]/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** True when a text tells a model what to do. Compared folded; English works everywhere. */
export function instructs(text: string): boolean {
  const folded = fold(text.replace(/\p{Cf}/gu, '')).replace(/\s+/g, ' ');
  return INSTRUCTIONS.some((pattern) => pattern.test(folded));
}

const INSTRUCTIONS = [
  /\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|rules?|prompt|guidelines|above|previous)\b/,
  /\b(?:system|developer) (?:prompt|message|note)\b|<\||\[\/?inst\]|^#* ?system ?:|\n#* ?system ?:/,
  /\b(?:language model|chatbots?|assistants?|ai|llm)s?\b.{0,60}\b(?:must|shall|should|always|say|tell|answer|reply|write|add|include|output)\b/,
  /\byou are (?:now|no longer|an? (?:ai|assistant|bot|model))\b|\bpretend (?:to be|that)\b/,
  /\b(?:tell|inform) (?:the|every|each|all) (?:customers?|users?|visitors?)\b|\b(?:repeat|reply|answer) (?:exactly|only|with)\b/,
  /\b(?:ignora|olvida|omite)\b.{0,40}\b(?:instrucciones|reglas|anterior)|\bmodelo de lenguaje\b|\bdile (?:al|a los) cliente/,
  /\b(?:asistente|ia|bot)\b.{0,40}\b(?:debe|responde|escribe|anade|di que)\b|\bresponde (?:solo|exactamente)\b/,
  /\b(?:ignora|uita|nu tine cont)\b.{0,40}\b(?:instructiun|regul|anterio)|\bmodel(?:ul)? (?:de limbaj|lingvistic)\b/,
  /\bspune(?:-i|ti)? (?:clientului|clientilor)\b|\basistentul\b.{0,40}\b(?:trebuie|raspunde|scrie)\b|\braspunde (?:doar|exact)\b/,
  /\b(?:zignoruj|ignoruj|zapomnij|pomin)\b.{0,40}\b(?:instrukcj|zasad|polece|poprzedni)|\bmodel\w* jezykow/,
  /\b(?:powiedz|przekaz|napisz) (?:kazdemu )?klient|\basystent\b.{0,40}\b(?:musi|powinien|odpowiedz)\b|\bodpowiedz (?:tylko|dokladnie)\b/,
  /(?:игнорируи|забудь|не учитываи|проигнорируи).{0,40}(?:инструкци|правил|указани|предыдущ)|языков\p{L}* модел/u,
  /(?:скажи|сообщи|напиши)(?:те)? (?:каждому )?(?:клиент|покупател)|(?:ассистент|помощник|бот).{0,40}(?:долж|ответь|напиши)/u,
  /ответь (?:только|ровно|точно)|системн\p{L}* (?:промпт|сообщени)|instrucciones del sistema|prompt(?:ul)? de sistem|prompt systemow/u,
];
