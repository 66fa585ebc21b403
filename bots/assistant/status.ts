import { assistantTexts } from '../../server/messages/assistant.ts';
import type { Help } from './decide.ts';
import { ask } from './dialogues/form.ts';
import { proveAddress } from './dialogues/proof.ts';
import { tellStatus, withPurchase, type OrderDesk } from './dialogues/purchase.ts';
import type { Decision, State, Turn } from './dialogues/state.ts';
import { numberIn } from './dialogues/numbers.ts';
import { markOf, wordAnswer } from './word-answer.ts';

/** Who asks how far something is proves first that it is theirs; where nobody can prove it, a person can tell. */
export async function status(state: State, text: string, help: Help): Promise<Decision> {
  const { orders, prover } = help;
  if (!orders || !prover) return withArticle(state, text, help);
  const number = numberIn(text);
  if (number === undefined) return { state: { ...state, waiting: 'status' }, text: textsOf(state).number };
  return await about(state, number, orders);
}

/** The number that was asked for; undefined where the turn is about something else. */
export async function statusNumber(state: State, { text, choice }: Turn, help: Help): Promise<Decision | undefined> {
  const number = state.waiting === 'status' && choice === undefined ? numberIn(text) : undefined;
  return number !== undefined && help.orders ? await about(state, number, help.orders) : undefined;
}

/**
 * A turn in which an address is proved; with the right code what it was asked for goes on: a status, or a form whose order
 * can be looked up now. Undefined where the turn is about something else.
 */
export async function proving(state: State, turn: Turn, help: Help): Promise<Decision | undefined> {
  const decision = help.prover && (await proveAddress(state, turn, help.prover));
  if (!decision || !help.orders || !state.proving || decision.text !== assistantTexts[state.language].proof.right)
    return decision;
  const { about: number = '', form } = state;
  if (number) {
    const told = await tell({ ...decision.state, about: '' }, number, help.orders);
    return { ...told, text: `${decision.text}\n\n${told.text}` };
  }
  if (!form) return decision;
  const again = await withPurchase(ask(decision.state, []), help.orders);
  return { ...again, text: `${decision.text}\n\n${again.text}` };
}

async function about(state: State, number: string, orders: OrderDesk): Promise<Decision> {
  if (await orders.proved()) return await tell(state, number, orders);
  return { state: { ...state, waiting: 'status', about: number }, text: textsOf(state).prove };
}

async function tell(state: State, number: string, orders: OrderDesk): Promise<Decision> {
  const { text, found } = await tellStatus(state.language, number, orders);
  return found
    ? { state: { ...state, waiting: 'nothing', misses: 0 }, text }
    : { state: { ...state, waiting: 'person' }, text, choices: [person(state)] };
}

async function withArticle(state: State, text: string, help: Help): Promise<Decision> {
  const answer = await help.find(text, state.language);
  const shown = answer ? { ...state, shown: [...state.shown, answer.title] } : state;
  const lines = [assistantTexts[state.language].status, ...(answer ? [wordAnswer(state.language, answer)] : [])];
  return {
    state: { ...shown, waiting: 'person' },
    text: lines.join('\n\n'),
    choices: [person(state)],
    ...(answer ? markOf(answer) : {}),
  };
}

const textsOf = ({ language }: State) => assistantTexts[language].purchase;
const person = ({ language }: State) => ({ id: 'topic:person', label: assistantTexts[language].topic.person });
