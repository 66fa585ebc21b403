import { assistantTexts, type AssistantTexts } from '../../../server/messages/assistant.ts';
import type { OfferedForm } from '../../../server/tickets/envelopes.ts';
import { fold } from '../../../server/words/fold.ts';
import { fieldsOf, choicesFor } from './fields.ts';
import { MAX_FIELD } from './notice.ts';
import type { Decision, Field, Form } from './state.ts';
import { orderIn } from './numbers.ts';
import { conditionIn, wishIn } from './words.ts';

/** With fewer questions left it asks them. */
const LEAST = 2;
/** What somebody tells in their own words. */
const LONG: readonly Field[] = ['happened', 'reason'];

/** A decision that begins a form, with all that is missing to be filled in at once. */
export function withForm(decision: Decision): Decision {
  const { form, language } = decision.state;
  const missing = form ? fieldsOf(form.kind).filter((field) => form.fields[field] === undefined) : [];
  if (!form || form.asking === 'confirm' || form.asking === 'change' || missing.length < LEAST) return decision;
  const texts = assistantTexts[language].form;
  return {
    ...decision,
    form: { lead: texts.fill, fields: missing.map((field, at) => offered(form, field, at === 0)) },
  };

  function offered({ kind }: Form, field: Field, required: boolean): OfferedForm['fields'][number] {
    const choices = field === 'order' ? undefined : choicesFor(kind, field, assistantTexts[language]);
    return {
      id: field,
      label: texts.name[field],
      ...(LONG.includes(field) ? { long: true } : {}),
      ...(choices ? { choices: choices.map(({ label }) => label) } : {}),
      ...(required ? { required } : {}),
    };
  }
}

/**
 * Fields that a text names line by line ("Order: 4711"), as a filled-in form says them, and whoever writes so. What does
 * not fit its field is left out, and asked for; undefined when no line names a field.
 */
export function labelledIn(form: Form, text: string, { form: texts }: AssistantTexts): Form['fields'] | undefined {
  const names = fieldsOf(form.kind).map((field) => ({ field, name: fold(texts.name[field]) }));
  const said = new Map<Field, string[]>();
  let current: string[] | undefined;
  for (const line of text.split('\n')) {
    const [label = '', ...rest] = line.split(':');
    const named = rest.length > 0 && names.find(({ name }) => name === fold(label).trim());
    if (named) said.set(named.field, (current = [rest.join(':')]));
    else current?.push(line);
  }
  if (said.size === 0) return undefined;
  const values = [...said].flatMap(([field, lines]) => {
    const value = valid(form, field, lines.join('\n').trim(), texts);
    return value ? [[field, value] as const] : [];
  });
  return { ...form.fields, ...Object.fromEntries(values) };
}

function valid({ kind }: Form, field: Field, value: string, texts: AssistantTexts['form']): string | undefined {
  if (field === 'order') return orderIn(value, true);
  if (field !== 'wish' && field !== 'condition') return value.slice(0, MAX_FIELD);
  const names: Record<string, string> = field === 'wish' ? texts.wish : texts.condition;
  const chosen = Object.keys(names).find((id) => fold(names[id] ?? '') === fold(value));
  const meant = chosen ?? (field === 'wish' ? wishIn(value) : (conditionIn(value) ?? value.slice(0, MAX_FIELD)));
  const may = choicesFor(kind, field, { form: texts })?.map(({ id }) => id) ?? [];
  return field === 'condition' || may.includes(`wish:${meant}`) ? meant : undefined;
}
