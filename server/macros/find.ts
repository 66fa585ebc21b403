import { Types } from 'mongoose';
import { allows, type Principal } from '../access/policies.ts';
import { Agents } from '../agents/model.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { Macros, type MacroDoc } from './model.ts';

const MOST = 2_000;

/** What somebody can use: their own, those of their teams, those of all; who may change shared ones sees each team's. */
export async function macrosOf(context: Context, principal: Principal): Promise<MacroDoc[]> {
  const me = principal.kind === 'agent' ? new Types.ObjectId(principal.id) : undefined;
  const teams = me ? ((await Agents(context).findById(me, { teams: 1 }).lean())?.teams ?? []) : [];
  const ofTeams = allows(principal, 'macros.share') ? {} : { team: { $in: teams } };
  const ofMe = me ? [{ shared: 'own' as const, owner: me }] : [];
  const found = await Macros(context)
    .find({ $or: [{ shared: 'all' }, { shared: 'team', ...ofTeams }, ...ofMe] })
    .limit(MOST)
    .lean<MacroDoc[]>();
  return found.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true, sensitivity: 'base' }));
}

/**
 * One to be changed. Fails `not-found`, also for what is somebody else's own, and `forbidden` for what is shared when
 * that is not theirs to change.
 */
export async function loadMacro(context: Context, id: string, principal: Principal): Promise<MacroDoc> {
  const macro = (await Macros(context).findById(id).lean<MacroDoc>()) ?? fail('not-found');
  if (mayChange(principal, macro)) return macro;
  return fail(macro.shared === 'own' ? 'not-found' : 'forbidden');
}

/** One's own are one's own alone; shared ones are the leads'. */
export function mayChange(principal: Principal, { shared, owner }: Pick<MacroDoc, 'shared' | 'owner'>): boolean {
  if (shared !== 'own') return allows(principal, 'macros.share');
  return principal.kind === 'agent' && allows(principal, 'macros.write') && String(owner) === principal.id;
}
