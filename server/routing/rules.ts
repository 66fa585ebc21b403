import { Types } from 'mongoose';
import { Teams } from '../agents/model.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { conditionsOf } from '../tickets/conditions/conditions.ts';
import { PRIORITIES } from '../tickets/model.ts';
import { Rules, type RuleDoc } from './model.ts';
import { needsOf } from './needs.ts';
import type { RuleBody } from './schema.ts';

/** All rules in the order in which they are tried. */
export async function listRules(context: Context): Promise<RuleDoc[]> {
  return await Rules(context).find().sort({ order: 1, _id: 1 }).lean<RuleDoc[]>();
}

/** Adds a rule, after all others unless told where. Fails with `unprocessable` on an unknown team. */
export async function addRule(context: Context, body: RuleBody): Promise<RuleDoc> {
  const last = await Rules(context).findOne().sort({ order: -1, _id: -1 }).lean<RuleDoc>();
  const fields = await fieldsOf(context, body, last ? last.order + 1 : 0);
  const rule: RuleDoc = { _id: new Types.ObjectId(), v: 1, createdAt: context.clock.now(), ...fields };
  await Rules(context).create(rule);
  return rule;
}

/** Replaces a rule, and names what that changed; its place stays when none is given. Fails with `not-found` and `unprocessable`. */
export async function replaceRule(
  context: Context,
  id: string,
  body: RuleBody,
): Promise<{ rule: RuleDoc; changed: string[] }> {
  const rule = (await Rules(context).findById(id).lean<RuleDoc>()) ?? fail('not-found');
  const fields = await fieldsOf(context, body, rule.order);
  await Rules(context).updateOne({ _id: rule._id }, { $set: fields });
  const differs = (name: keyof typeof fields) => JSON.stringify(fields[name]) !== JSON.stringify(rule[name]);
  return { rule: { ...rule, ...fields }, changed: (Object.keys(fields) as (keyof typeof fields)[]).filter(differs) };
}

/** Fails with `not-found`. */
export async function removeRule(context: Context, id: string): Promise<void> {
  const { deletedCount } = await Rules(context).deleteOne({ _id: id });
  if (deletedCount === 0) fail('not-found');
}

/** Puts the rules into this order; all of them must be named. Fails with `conflict` when there are others by now. */
export async function orderRules(context: Context, ids: string[]): Promise<RuleDoc[]> {
  const rules = await listRules(context);
  const known = new Set(rules.map(({ _id }) => String(_id)));
  if (ids.length !== known.size || !ids.every((id) => known.has(id))) fail('conflict');
  for (const [order, _id] of ids.entries()) await Rules(context).updateOne({ _id }, { $set: { order } });
  return await listRules(context);
}

async function fieldsOf(
  context: Context,
  body: RuleBody,
  order: number,
): Promise<Omit<RuleDoc, '_id' | 'v' | 'createdAt'>> {
  const { team, priority, tags, needs } = body.action;
  if (!(await Teams(context).findById(team, { _id: 1 }).lean())) fail('unprocessable', 'There is no such team.');
  const conditions = conditionsOf(body.conditions ?? {});
  return {
    name: body.name.trim(),
    order: body.order ?? order,
    enabled: body.enabled ?? true,
    conditions,
    action: {
      team: new Types.ObjectId(team),
      ...(priority ? { priority: PRIORITIES.indexOf(priority) + 1 } : {}),
      ...(tags ? { tags } : {}),
      ...(needs ? { needs: needsOf(needs) } : {}),
    },
  };
}
