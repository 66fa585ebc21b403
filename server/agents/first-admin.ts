import type { Context } from '../context.ts';
import { Failure } from '../errors.ts';
import { addAgent } from './add.ts';
import { Agents } from './model.ts';
import { addTeam, defaultTeam } from './team.ts';

export interface FirstAdmin {
  email: string;
  /** Only when it was made up here: to be printed once. */
  password: string | undefined;
}

/**
 * At the first start: a team with everybody in it, and the admin of ADMIN_EMAIL with ADMIN_PASSWORD or a one-time
 * password. Answers what to print, undefined when there are agents already. Two processes that start at once make one.
 */
export async function ensureFirstAdmin(context: Context): Promise<FirstAdmin | undefined> {
  await ensureTeam(context);
  if (await Agents(context).findOne({}, { _id: 1 }).lean()) return undefined;
  const { email, password } = context.config.admin;
  try {
    const added = await addAgent(context, { email, name: 'Admin', role: 'admin', password });
    return { email, password: added.password };
  } catch (error) {
    if (error instanceof Failure && error.code === 'already-exists') return undefined;
    throw error;
  }
}

async function ensureTeam(context: Context): Promise<void> {
  if (await defaultTeam(context)) return;
  try {
    const team = await addTeam(context, { name: 'Support' });
    await Agents(context).updateMany({}, { $addToSet: { teams: team._id } });
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'already-exists')) throw error;
  }
}
