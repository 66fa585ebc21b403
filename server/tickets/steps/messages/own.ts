import type { Context } from '../../../context.ts';
import { fail } from '../../../errors.ts';
import { LANGUAGES, type Language, type TicketType } from '../../envelopes.ts';
import { machines } from '../machine.ts';
import { DETAILS, type DetailName } from '../table.ts';
import { StepMessages, type OwnMessages } from './model.ts';
import type { StepMessageList, StepTextsBody } from './schema.ts';

const keyOf = (type: TicketType, step: string): string => `${type}/${step}`;

/** What the shop says itself in a language, by `type/step`. */
export async function ownMessages(context: Context, language: Language): Promise<Record<string, string>> {
  return (await allOwn(context))[language] ?? {};
}

/** The shop's own words for a step, which may be cut down to the usual ones; undefined: those. */
export async function ownMessage(
  context: Context,
  language: Language,
  type: TicketType,
  step: string,
): Promise<string | undefined> {
  return (await ownMessages(context, language))[keyOf(type, step)];
}

/** Every step with what its message may name, and the shop's own words for it. */
export async function listMessages(context: Context): Promise<StepMessageList> {
  const own = await allOwn(context);
  const types = Object.keys(machines) as TicketType[];
  const items = types.flatMap((type) =>
    stepsOf(type).map((step) => ({
      ...{ type, step, names: namesOf(type, step) },
      texts: Object.fromEntries(
        LANGUAGES.flatMap((language) => {
          const text = own[language]?.[keyOf(type, step)];
          return text === undefined ? [] : [[language, text] as const];
        }),
      ),
    })),
  );
  return { items };
}

/**
 * Puts the shop's own words for a step in place; languages that are left out have the usual ones again. Fails `not-found`
 * for a step that there is not, `unprocessable` for a name in braces that it does not know.
 */
export async function changeMessages(
  context: Context,
  type: TicketType,
  step: string,
  { texts }: StepTextsBody,
): Promise<void> {
  if (!stepsOf(type).includes(step)) fail('not-found');
  const names = namesOf(type, step);
  const unknown = Object.values(texts).flatMap((text) =>
    [...text.matchAll(/\{(\w*)\}/g)].map(([, name]) => name ?? '').filter((name) => !names.includes(name)),
  );
  if (unknown.length > 0) fail('unprocessable', `Nothing is filled in for {${unknown[0]}}.`, { unknown });
  const path = (language: Language): string => `texts.${language}.${keyOf(type, step)}`;
  const own = LANGUAGES.filter((language) => texts[language] !== undefined);
  const usual = LANGUAGES.filter((language) => texts[language] === undefined);
  await StepMessages(context).collection.updateOne(
    { _id: 'steps' as never },
    {
      $set: { v: 1, ...Object.fromEntries(own.map((language) => [path(language), texts[language]])) },
      ...(usual.length > 0 ? { $unset: Object.fromEntries(usual.map((language) => [path(language), ''])) } : {}),
    },
    { upsert: true },
  );
}

const allOwn = async (context: Context): Promise<OwnMessages> =>
  (await StepMessages(context).findById('steps').lean())?.texts ?? {};

const stepsOf = (type: TicketType): string[] => [...new Set(machines[type].rows.map(({ step }) => step))];

/** What a step asks for and its customer is told, and what every message may name. */
function namesOf(type: TicketType, step: string): string[] {
  const rows = machines[type].rows.filter((row) => row.step === step);
  const details = rows.flatMap((row) => Object.keys(row.details) as DetailName[]).filter((name) => DETAILS[name].told);
  return [...new Set(['number', ...details, 'address'])];
}
