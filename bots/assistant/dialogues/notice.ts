import { fold, wordsOf } from '../../../server/words/fold.ts';
import { conceptsOf } from '../recognition/concepts.ts';
import type { Field, Form } from './state.ts';
import { orderIn } from './numbers.ts';
import { conditionIn, wishIn } from './words.ts';

/** Longer texts would make a field unreadable; the message itself stays in the thread. */
export const MAX_FIELD = 400;
/** A message of fewer words than this only says that there is something to tell. */
const TELLING = 4;

/** What a customer has said by the way, without being asked: fields of the form that were still empty. */
export function notice(form: Form, text: string): Form['fields'] {
  const seen: Partial<Record<Field, string | undefined>> = {
    order: orderIn(text),
    product: productIn(text),
    wish: wishIn(text),
    ...(form.kind === 'return' ? { condition: conditionWhenClear(text) } : {}),
  };
  const fields: Form['fields'] = { ...form.fields };
  for (const [field, value] of Object.entries(seen) as [Field, string | undefined][])
    if (value && fields[field] === undefined) fields[field] = value;
  return fields;
}

/** The first message of a complaint or a return: its own words are what happened, when it tells something. */
export function noticeFirst(form: Form, text: string): Form['fields'] {
  const fields = notice(form, text);
  if (!tells(form, text)) return fields;
  return { ...fields, [form.kind === 'complaint' ? 'happened' : 'reason']: text.slice(0, MAX_FIELD) };
}

/** The names of concepts that say what is wrong, or why something is not wanted any more. */
const TELLS = { complaint: ['fault', 'wrong', 'noreply'], return: ['changedmind', 'fault', 'wrong'] } as const;

function tells(form: Form, text: string): boolean {
  const words = foldedWords(text);
  const found = new Set(conceptsOf(words));
  return words.length >= TELLING && TELLS[form.kind].some((concept) => found.has(concept));
}

/** Products are named by their kind; the customer sees it in the summary and can say it better. */
function productIn(text: string): string | undefined {
  const written = wordsOf(text);
  const words = foldedWords(text);
  const at = words.findIndex((word) => !GENERAL.test(word) && conceptsOf([word]).includes('product'));
  return written[at]?.text;
}

/** Words that mean any product. */
const GENERAL =
  /^(?:items?|products?|articles?|goods|gift|device\w*|appliance\w*|articulo\w*|producto\w*|mercancia|regalo|aparato\w*|dispositivo\w*|produs\w*|articol\w*|marfa|cadou\w*|dispozitiv\w*|produkt\w*|towar\w*|artykul\w*|prezent\w*|sprzet\w*|urzadzeni\w*|товар\p{L}*|вещ\p{L}*|подар\p{L}*|устройств\p{L}*|прибор\p{L}*|техник\p{L}*|case|cover|gra|gre|gry|joc\w*|game\w*|juego)$/u;

/** "New" in a first message may be anything; only what is said of the parcel itself counts. */
function conditionWhenClear(text: string): string | undefined {
  const condition = conditionIn(text);
  return condition === 'unopened' || condition === 'damaged' ? condition : undefined;
}

const foldedWords = (text: string) => wordsOf(fold(text)).map((word) => word.text.replace(/['’]/g, ''));
