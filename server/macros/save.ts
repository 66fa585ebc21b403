import { Types } from 'mongoose';
import type { Principal } from '../access/policies.ts';
import { Agents, Teams } from '../agents/model.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { mayChange } from './find.ts';
import { Macros, type MacroDoc } from './model.ts';
import type { MacroBody } from './schema.ts';

/** Adds a macro. Fails `forbidden` when it is to be shared by who may not, and `unprocessable` when it fits nobody. */
export async function addMacro(context: Context, body: MacroBody, principal: Principal): Promise<MacroDoc> {
  const now = context.clock.now();
  const owner = principal.kind === 'agent' ? new Types.ObjectId(principal.id) : null;
  const fields = await fieldsOf(context, body, owner, principal);
  const macro: MacroDoc = { _id: new Types.ObjectId(), v: 1, createdAt: now, changedAt: now, ...fields };
  await Macros(context).collection.insertOne(macro as never);
  return macro;
}

/** Replaces a macro that who asks may change. Fails as adding does. */
export async function replaceMacro(
  context: Context,
  macro: MacroDoc,
  body: MacroBody,
  principal: Principal,
): Promise<MacroDoc> {
  // What was shared and becomes somebody's own is theirs from then on.
  const me = principal.kind === 'agent' ? new Types.ObjectId(principal.id) : null;
  const fields = await fieldsOf(context, body, body.shared === 'own' ? me : macro.owner, principal);
  const next: MacroDoc = {
    ...{ _id: macro._id, v: 1, createdAt: macro.createdAt, changedAt: context.clock.now() },
    ...fields,
  };
  await Macros(context).collection.replaceOne({ _id: macro._id }, next as never);
  return next;
}

export async function removeMacro(context: Context, { _id }: MacroDoc): Promise<void> {
  await Macros(context).deleteOne({ _id });
}

async function fieldsOf(
  context: Context,
  { name, shared, team, texts = {}, acts }: MacroBody,
  owner: Types.ObjectId | null,
  principal: Principal,
): Promise<Omit<MacroDoc, '_id' | 'v' | 'createdAt' | 'changedAt'>> {
  if (!mayChange(principal, { shared, owner })) fail('forbidden');
  if (Object.keys(texts).length === 0 && !acts) fail('unprocessable', 'It has neither a text nor something to do.');
  if (shared === 'team') await refuseUnknownTeam(context, team);
  if (acts?.team) await refuseUnknownTeam(context, acts.team);
  const agent = acts?.assignee;
  if (agent && agent !== 'me' && !(await Agents(context).exists({ _id: agent, active: true })))
    fail('unprocessable', 'There is no such agent.');
  return {
    name: name.trim(),
    shared,
    owner,
    team: shared === 'team' ? new Types.ObjectId(team) : null,
    texts,
    ...(acts ? { acts } : {}),
  };
}

async function refuseUnknownTeam(context: Context, id: string | undefined): Promise<void> {
  if (!id || !(await Teams(context).exists({ _id: id }))) fail('unprocessable', 'There is no such team.');
}
