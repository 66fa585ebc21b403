import { Types } from 'mongoose';
import type { Principal } from '../access/policies.ts';
import { Agents, Teams } from '../agents/model.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { Views, type ViewDoc } from './model.ts';
import type { ViewBody } from './schema.ts';
import { sealContent } from './seal.ts';

/** Somebody's own at most, and those that are read of what teams share. */
const MOST = 100;

export type Viewer = Extract<Principal, { kind: 'agent' }>;

/** An agent's own views, and those that are shared with one of their teams, the oldest first. */
export async function listViews(context: Context, { id }: Viewer): Promise<ViewDoc[]> {
  const [own, shared] = await Promise.all([
    Views(context)
      .find({ owner: new Types.ObjectId(id) })
      .sort({ _id: 1 })
      .limit(MOST)
      .lean<ViewDoc[]>(),
    Views(context)
      .find({ team: { $in: await teamsOf(context, id) } })
      .sort({ _id: 1 })
      .limit(MOST)
      .lean<ViewDoc[]>(),
  ]);
  return [...own, ...shared.filter(({ owner }) => String(owner) !== id)];
}

/** Whether an agent may change a view that they have: its owner, and of shared ones who leads. */
export const mayChange = ({ id, role }: Viewer, { owner, team }: ViewDoc): boolean =>
  String(owner) === id || (team !== null && (role === 'admin' || role === 'supervisor'));

/** Saves a view. Fails with `forbidden` and `unprocessable` where it may not be shared so, `conflict` after 100. */
export async function addView(context: Context, by: Viewer, { name, query, team = null }: ViewBody): Promise<ViewDoc> {
  const owner = new Types.ObjectId(by.id);
  if ((await Views(context).countDocuments({ owner })) >= MOST) fail('conflict', 'Nobody has more than 100 views.');
  const _id = new Types.ObjectId();
  const content = sealContent(context, _id, { name: name.trim(), query });
  const shared = await sharedWith(context, by, team);
  const view: ViewDoc = { _id, v: 1, owner, team: shared, createdAt: context.clock.now(), content };
  await Views(context).collection.insertOne(view);
  return view;
}

/** Replaces a view. Fails with `not-found`, and as addView does. */
export async function changeView(context: Context, by: Viewer, id: string, body: ViewBody): Promise<ViewDoc> {
  const view = await changeable(context, by, id);
  const kept = String(view.team ?? '') === (body.team ?? '');
  const team = kept ? view.team : await sharedWith(context, by, body.team ?? null);
  const content = sealContent(context, view._id, { name: body.name.trim(), query: body.query });
  await Views(context).collection.updateOne({ _id: view._id }, { $set: { team, content } });
  return { ...view, team, content };
}

/** Fails with `not-found` and `forbidden`. */
export async function removeView(context: Context, by: Viewer, id: string): Promise<void> {
  const { _id } = await changeable(context, by, id);
  await Views(context).deleteOne({ _id });
}

async function changeable(context: Context, by: Viewer, id: string): Promise<ViewDoc> {
  const view = (await listViews(context, by)).find(({ _id }) => String(_id) === id) ?? fail('not-found');
  return mayChange(by, view) ? view : fail('forbidden');
}

/** Who reads only shares nothing; others share with their own teams, who leads with any. */
async function sharedWith(context: Context, by: Viewer, team: string | null): Promise<Types.ObjectId | null> {
  if (team === null) return null;
  if (by.role === 'readonly') fail('forbidden');
  const leads = by.role === 'admin' || by.role === 'supervisor';
  if (!leads && !(await teamsOf(context, by.id)).some((id) => String(id) === team)) fail('forbidden');
  const known = await Teams(context).findById(team, { _id: 1 }).lean();
  return known ? known._id : fail('unprocessable', 'There is no such team.');
}

async function teamsOf(context: Context, agent: string): Promise<Types.ObjectId[]> {
  return (await Agents(context).findById(agent, { teams: 1 }).lean())?.teams ?? [];
}
