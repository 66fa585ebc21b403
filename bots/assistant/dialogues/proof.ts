import { assistantTexts } from '../../../server/messages/assistant.ts';
import type { Language } from '../../../server/tickets/envelopes.ts';
import type { Decision, State, Turn } from './state.ts';
import { isCancel } from './words.ts';

/** How a customer proves that an e-mail address is theirs (server/tickets/prove.ts). */
export interface Prover {
  ask(email: string, language: Language): Promise<'sent' | 'limited' | 'off'>;
  enter(email: string, code: string): Promise<boolean>;
}

const COMMAND = /^\/e-?mail\b/i;
const EMAIL = /[^\s@<>(),;:"]{1,64}@[^\s@<>(),;:"]{1,250}\.[\p{L}\d-]{2,63}(?![\p{L}\d@])/gu;
/** Whoever writes more than this besides the address has something else to say. */
const MOST_WORDS = 6;
const CODE = /^\D{0,20}(\d{3})[\s-]?(\d{3})\D{0,3}$/;

/**
 * The step in which a customer gives an e-mail address, gets a code there and enters it. Undefined where the turn is
 * about something else: a code that was asked for can come later.
 */
export async function proveAddress(
  state: State,
  { text, choice }: Turn,
  prover: Prover,
): Promise<Decision | undefined> {
  if (choice !== undefined) return undefined;
  const { proof } = assistantTexts[state.language];
  const asked = state.proving ?? '';
  const [, first, second] = asked ? (CODE.exec(text.trim()) ?? []) : [];
  if (first && second) {
    const right = await prover.enter(asked, first + second);
    return { state: right ? { ...state, proving: '' } : state, text: right ? proof.right : proof.wrong };
  }
  const email = addressIn(text, state.form === null);
  if (email === undefined)
    return asked && isCancel(text) ? { state: { ...state, proving: '' }, text: proof.left } : undefined;
  if (email === '') return { state, text: proof.ask };
  const answer = await prover.ask(email, state.language);
  const said = answer === 'sent' ? proof.sent.replace('{email}', () => email) : proof[answer];
  return { state: answer === 'sent' ? { ...state, proving: email } : state, text: said };
}

/** The address that is given; empty where the command stands alone. In a form words around it belong to the form. */
function addressIn(text: string, words: boolean): string | undefined {
  const [email, ...more] = text.match(EMAIL) ?? [];
  if (COMMAND.test(text)) return more.length > 0 ? '' : (email ?? '');
  if (!email || more.length > 0) return undefined;
  const around = text
    .replace(email, '')
    .split(/\s+/)
    .filter((word) => /[\p{L}\d]/u.test(word)).length;
  return around <= (words ? MOST_WORDS : 0) ? email : undefined;
}
