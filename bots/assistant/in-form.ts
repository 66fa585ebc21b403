import { assistantTexts } from '../../server/messages/assistant.ts';
import type { Help } from './decide.ts';
import { ask, continueForm } from './dialogues/form.ts';
import { withPurchase } from './dialogues/purchase.ts';
import { labelledIn } from './dialogues/labelled.ts';
import type { Decision, State, Turn } from './dialogues/state.ts';
import { decideHandover } from './handover.ts';
import { markOf, wordAnswer } from './word-answer.ts';

/** A turn in the middle of a complaint or a return; undefined when there is none. */
export async function inForm(state: State, turn: Turn, help: Help): Promise<Decision | undefined> {
  const { form } = state;
  if (!form) return undefined;
  const aside = await answerAside(state, turn, help);
  if (aside) return aside;
  const next = continueForm(state, form, turn);
  if (next) return await withPurchase(next, help.orders);
  return decideHandover(state, form.kind, { text: turn.text, ticket: help.ticket });
}

/** Several fields at once, each with its name: a form that was filled in. Undefined for anything else. */
export async function takeFilled(state: State, { text, choice }: Turn, help: Help): Promise<Decision | undefined> {
  const { form, language } = state;
  const fields = form && choice === undefined ? labelledIn(form, text, assistantTexts[language]) : undefined;
  if (!form || !fields) return undefined;
  return await withPurchase(ask({ ...state, form: { ...form, fields, tries: 0 } }, []), help.orders);
}

/** A question in the middle of a form is answered, and the form goes on where it was. */
async function answerAside(state: State, turn: Turn, help: Help): Promise<Decision | undefined> {
  const telling = state.form?.asking === 'happened' || state.form?.asking === 'reason';
  if (turn.choice || telling || !turn.text.trim().endsWith('?')) return undefined;
  const answer = await help.find(turn.text, state.language);
  if (!answer || !state.form) return undefined;
  const again = continueForm(state, { ...state.form, tries: 0 }, { text: '', choice: undefined, attachments: 0 });
  if (!again) return undefined;
  const shown = { ...again.state, form: state.form, shown: [...state.shown, answer.title] };
  return { ...again, state: shown, text: `${wordAnswer(state.language, answer)}\n\n${again.text}`, ...markOf(answer) };
}
