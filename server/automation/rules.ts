import { Types } from 'mongoose';
import { Agents, Teams } from '../agents/model.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { VALUE_NAMES } from './words.ts';
import { conditionsOf } from '../tickets/conditions/conditions.ts';
import { fillVariables, unfilled } from '../messages/variables.ts';
import { cleanTags } from '../tickets/tags/know.ts';
import { Automations, type AutomationDoc, type Deeds, type Trigger } from './model.ts';
import { earliest } from './rest.ts';
import type { AutomationBody } from './schema.ts';

/** All rules, as they were made. */
export async function listAutomations(context: Context): Promise<AutomationDoc[]> {
  return await Automations(context).find().sort({ _id: 1 }).lean<AutomationDoc[]>();
}

/** Fails `not-found`. */
export async function loadAutomation(context: Context, id: string): Promise<AutomationDoc> {
  return (await Automations(context).findById(id).lean<AutomationDoc>()) ?? fail('not-found');
}

const kept = new WeakMap<Context['db'], { at: number; rules: Promise<AutomationDoc[]> }>();
/** Another process may have changed them. */
const KEPT_MS = 2_000;

/** The rules that are switched on; from memory, at most two seconds old. */
export async function rulesInForce(context: Context): Promise<AutomationDoc[]> {
  const known = kept.get(context.db);
  if (known && Math.abs(Date.now() - known.at) < KEPT_MS) return await known.rules;
  const rules = Automations(context).find({ enabled: true }).sort({ _id: 1 }).lean<AutomationDoc[]>().exec();
  kept.set(context.db, { at: Date.now(), rules });
  rules.catch(() => kept.delete(context.db));
  return await rules;
}

/** After a change of ours. */
export const forgetRules = (context: Context): boolean => kept.delete(context.db);

/** Adds a rule, switched off: it is tried first. Fails `unprocessable` as it is checked. */
export async function addAutomation(context: Context, body: AutomationBody): Promise<AutomationDoc> {
  const rule: AutomationDoc = {
    ...{ _id: new Types.ObjectId(), v: 1, ...(await checked(context, body)) },
    ...{ enabled: false, triedAt: null, sweptTo: null, stopped: null, createdAt: context.clock.now() },
  };
  await Automations(context).create(rule);
  return rule;
}

/** Replaces a rule; when it does something else then, it is switched off and to be tried again. Fails as adding does. */
export async function replaceAutomation(
  context: Context,
  id: string,
  body: AutomationBody,
): Promise<{ rule: AutomationDoc; changed: string[] }> {
  const rule = await loadAutomation(context, id);
  const fields = await checked(context, body);
  const names = ['name', 'trigger', 'conditions', 'deeds'] as const;
  const changed = names.filter((name) => JSON.stringify(fields[name]) !== JSON.stringify(rule[name]));
  const afresh = changed.some((name) => name !== 'name') ? { enabled: false, triedAt: null, stopped: null } : {};
  await Automations(context).updateOne({ _id: rule._id }, { $set: { ...fields, ...afresh } });
  forgetRules(context);
  return { rule: { ...rule, ...fields, ...afresh }, changed };
}

/** Fails `not-found`. */
export async function removeAutomation(context: Context, id: string): Promise<void> {
  const { deletedCount } = await Automations(context).deleteOne({ _id: id });
  forgetRules(context);
  if (deletedCount === 0) fail('not-found');
}

/**
 * Switches a rule on or off. One about time finds what has rested long enough from now on, and leaves what had before.
 * Fails `unprocessable` where it was not tried as it stands.
 */
export async function switchAutomation(context: Context, id: string, enabled: boolean): Promise<AutomationDoc> {
  const rule = await loadAutomation(context, id);
  if (enabled && !rule.triedAt) fail('unprocessable', 'Try this rule first.');
  const { trigger } = rule;
  const sweptTo = trigger.on === 'time' ? earliest(trigger, context.clock.now()) : null;
  const set = enabled && !rule.enabled ? { enabled, stopped: null, sweptTo } : { enabled };
  await Automations(context).updateOne({ _id: rule._id }, { $set: set });
  forgetRules(context);
  return { ...rule, ...set };
}

type Definition = Pick<AutomationDoc, 'name' | 'trigger' | 'conditions' | 'deeds'>;

async function checked(
  context: Context,
  { name, trigger, conditions = {}, deeds }: AutomationBody,
): Promise<Definition> {
  const { status, stage, teams, assigned, rating, ...asked } = conditions;
  const further = Object.entries({ status, stage, teams, assigned, rating }).filter(([, value]) => value !== undefined);
  await refuseUnknown(context, deeds);
  return {
    name: name.trim(),
    trigger: triggerOf(trigger),
    conditions: { ...conditionsOf(asked), ...Object.fromEntries(further) },
    deeds: deedsOf(deeds),
  };
}

function triggerOf({ on, status, amount, unit }: AutomationBody['trigger']): Trigger {
  if (on !== 'time') return { on };
  if (!status || !amount || !unit) return fail('unprocessable', 'A rule about time needs status, amount and unit.');
  return { on, status, amount, unit };
}

function deedsOf({ tags, ...deeds }: AutomationBody['deeds']): Deeds {
  for (const text of Object.values(deeds.message ?? {})) {
    const [unknown] = unfilled(fillVariables(text, VALUE_NAMES));
    if (unknown) fail('unprocessable', `There is no value for ${unknown}.`);
  }
  const clean = { add: cleanTags(tags?.add ?? []), remove: cleanTags(tags?.remove ?? []) };
  return { ...deeds, ...(tags ? { tags: clean } : {}) };
}

async function refuseUnknown(
  context: Context,
  { team, assignee, notify = [] }: AutomationBody['deeds'],
): Promise<void> {
  if (team && !(await Teams(context).exists({ _id: team }))) fail('unprocessable', 'There is no such team.');
  const agents = [...new Set([...notify, ...(assignee ? [assignee] : [])])];
  if (agents.length === 0) return;
  const known = await Agents(context).countDocuments({ _id: { $in: agents }, active: true });
  if (known < agents.length) fail('unprocessable', 'There is no such agent.');
}
