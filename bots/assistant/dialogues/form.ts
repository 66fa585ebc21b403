import { assistantTexts, type AssistantTexts } from '../../../server/messages/assistant.ts';
import { askedOf, choicesFor, summaryOf } from './fields.ts';
import { MAX_FIELD, notice, noticeFirst } from './notice.ts';
import { productChoices, productIn, quantityIn } from './products.ts';
import type { Choice, Decision, Field, Form, FormKind, State, Turn } from './state.ts';
import { orderIn } from './numbers.ts';
import { conditionIn, isCancel, isChange, isSkip, wishIn, yesOrNo } from './words.ts';

/** After so many vain tries a question is not asked again. */
const TRIES = 2;

/** Begins to take down a complaint or a return; `text` is the message that it came from, if any. */
export function startForm(state: State, kind: FormKind, text: string): Decision {
  const texts = assistantTexts[state.language];
  const empty: Form = { kind, fields: {}, asking: 'confirm', tries: 0 };
  const form = { ...empty, fields: noticeFirst(empty, text) };
  const start = kind === 'complaint' ? texts.form.startComplaint : texts.form.startReturn;
  return ask({ ...state, waiting: 'form', form }, [start, texts.form.leave]);
}

/** Takes the customer's next words in a form, whatever was asked. */
export function continueForm(state: State, form: Form, turn: Turn): Decision | undefined {
  const texts = assistantTexts[state.language];
  if (turn.choice === 'form:cancel' || isCancel(turn.text))
    return { state: { ...state, form: null, waiting: 'topic' }, text: texts.form.cancelled };
  if (form.asking === 'confirm') return confirm(state, form, turn);
  if (form.asking === 'change') return change(state, form, turn);
  const value = valueOf(form, form.asking, turn);
  const known = notice(form, turn.text);
  if (value === undefined && form.tries + 1 < TRIES) return askAgain(state, { ...form, fields: known });
  // Words that answer another question are not the answer to this one as well.
  const elsewhere = Object.keys(known).length > Object.keys(form.fields).length;
  const fields = { ...known, [form.asking]: value ?? (elsewhere ? '' : turn.text.slice(0, MAX_FIELD)) };
  return ask({ ...state, form: { ...form, fields, tries: 0 } }, []);
}

/** What the asked field gets out of a message: undefined when it does not answer, empty when it is not to be had. */
function valueOf(form: Form, field: Field, turn: Turn): string | undefined {
  const { text } = turn;
  const taken = turn.choice?.startsWith(`${field}:`) ? turn.choice.slice(field.length + 1) : undefined;
  if (field === 'quantity') return quantityIn(form, text);
  if (field === 'product' && form.items?.length)
    return productIn(form, taken ?? text) ?? (isSkip(text) ? '' : undefined);
  if (taken !== undefined) return taken === 'skip' ? '' : taken;
  if (field === 'order') return orderIn(text, true) ?? (isSkip(text) ? '' : undefined);
  if (field === 'wish') return wishIn(text) ?? (isSkip(text) ? '' : undefined);
  if (field === 'condition') return conditionIn(text) ?? (isSkip(text) ? '' : text.slice(0, MAX_FIELD) || undefined);
  if (isSkip(text)) return '';
  // A picture alone tells as much as words.
  return text.slice(0, MAX_FIELD) || (turn.attachments > 0 ? '' : undefined);
}

/** Asks for the next field that is missing, or whether the summary is right. */
export function ask(state: State, before: string[]): Decision {
  const { form } = state;
  const texts = assistantTexts[state.language];
  if (!form) return { state, text: before.join('\n') };
  const next = askedOf(form).find((field) => form.fields[field] === undefined);
  if (!next) return askToConfirm(state, form, before);
  const lines = [...before, texts.form.question[next]];
  return {
    state: { ...state, form: { ...form, asking: next, tries: 0 } },
    text: lines.join('\n'),
    choices: offeredFor(form, next, texts),
  };
}

/** Where it is known what was ordered, its products are the choices. */
const offeredFor = (form: Form, field: Field, texts: AssistantTexts): Choice[] | undefined =>
  (field === 'product' ? productChoices(form) : undefined) ?? choicesFor(form.kind, field, texts);

function askAgain(state: State, form: Form): Decision {
  const texts = assistantTexts[state.language];
  const asking = form.asking as Field;
  const again: Partial<Record<Field, string>> = texts.form.again;
  const most = form.items?.find(({ name }) => name === form.fields.product)?.bought ?? 1;
  const text = (again[asking] ?? texts.form.question[asking]).replace('{bought}', String(most));
  return {
    state: { ...state, form: { ...form, tries: form.tries + 1 } },
    text,
    choices: offeredFor(form, asking, texts),
  };
}

function askToConfirm(state: State, form: Form, before: string[]): Decision {
  const texts = assistantTexts[state.language];
  const { yes, change: other, cancel } = texts.form.choice;
  return {
    state: { ...state, form: { ...form, asking: 'confirm', tries: 0 } },
    text: [...before, texts.form.summary, summaryOf(form, texts), texts.form.confirm].join('\n'),
    choices: [
      { id: 'form:yes', label: yes },
      { id: 'form:change', label: other },
      { id: 'form:cancel', label: cancel },
    ],
  };
}

/** The answer to "is that right?": undefined when the form is complete and confirmed. */
function confirm(state: State, form: Form, turn: Turn): Decision | undefined {
  if (turn.choice === 'form:yes') return undefined;
  const corrected = corrections(form, turn.text);
  if (corrected) return askToConfirm(state, { ...form, fields: corrected }, []);
  const answer = yesOrNo(turn.text);
  if (turn.choice === 'form:change' || answer === 'no' || isChange(turn.text)) return askWhatToChange(state, form);
  if (answer === 'yes' || form.tries + 1 >= TRIES) return undefined;
  const texts = assistantTexts[state.language];
  return { ...askToConfirm(state, form, []), text: texts.form.again.confirm, state: tried(state, form) };
}

const tried = (state: State, form: Form): State => ({ ...state, form: { ...form, tries: form.tries + 1 } });

/** Fields that the words at the summary put right: another order number, another wish. */
function corrections(form: Form, text: string): Form['fields'] | undefined {
  const order = orderIn(text) ?? (text.split(/\s+/).length <= 6 ? orderIn(text, true) : undefined);
  const wish = wishIn(text);
  const changed = {
    ...(order && order !== form.fields.order ? { order } : {}),
    ...(wish && wish !== form.fields.wish ? { wish } : {}),
  };
  return Object.keys(changed).length > 0 ? { ...form.fields, ...changed } : undefined;
}

function askWhatToChange(state: State, form: Form): Decision {
  const texts = assistantTexts[state.language];
  return {
    state: { ...state, form: { ...form, asking: 'change', tries: 0 } },
    text: texts.form.whichToChange,
    choices: askedOf(form).map((field) => ({ id: `change:${field}`, label: texts.form.name[field] })),
  };
}

/** Which field to change: its choice or name; other words are taken as a correction where they hold one. */
function change(state: State, form: Form, turn: Turn): Decision | undefined {
  const texts = assistantTexts[state.language];
  const named = askedOf(form).find(
    (field) =>
      turn.choice === `change:${field}` || turn.text.toLowerCase().includes(texts.form.name[field].toLowerCase()),
  );
  const corrected = corrections(form, turn.text);
  if (corrected) return askToConfirm(state, { ...form, fields: corrected }, []);
  if (!named) return askToConfirm(state, form, []);
  // Of another product it may be another number.
  const open: Field[] = named === 'product' ? ['product', 'quantity'] : [named];
  const fields = Object.fromEntries(Object.entries(form.fields).filter(([field]) => !open.includes(field as Field)));
  return ask({ ...state, form: { ...form, fields } }, []);
}
