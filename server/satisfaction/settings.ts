import { Agents } from '../agents/model.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { Surveys, type SurveySettings } from './model.ts';
import type { SurveyBody } from './schema.ts';

/** Until somebody says otherwise nobody is asked. */
const UNSET: SurveySettings = {
  enabled: false,
  hours: 24,
  types: ['complaint', 'return', 'inquiry'],
  texts: {},
  notify: [],
};

/** How customers are asked, and up to when what was solved has been looked at. */
export async function surveySettings(context: Context): Promise<{ settings: SurveySettings; sweptTo?: Date }> {
  const doc = await Surveys(context).findById('survey').lean();
  if (!doc) return { settings: UNSET };
  const { enabled, hours, types, texts, notify, sweptTo } = doc;
  return { settings: { enabled, hours, types, texts, notify }, ...(sweptTo ? { sweptTo } : {}) };
}

/** Changes that; whoever is asked from now on has a ticket that becomes due from now on. Fails `unprocessable`. */
export async function changeSurvey(context: Context, body: SurveyBody): Promise<SurveySettings> {
  const known = await Agents(context).countDocuments({ _id: { $in: body.notify }, active: true });
  if (known < body.notify.length) fail('unprocessable', 'There is no such agent.');
  const before = await surveySettings(context);
  const sweptTo = new Date(context.clock.now().getTime() - body.hours * 3_600_000);
  const afresh = body.enabled && (!before.settings.enabled || !before.sweptTo) ? { sweptTo } : {};
  const settings = body as SurveySettings;
  await Surveys(context).updateOne({ _id: 'survey' }, { $set: { v: 1, ...settings, ...afresh } }, { upsert: true });
  return settings;
}

/** What was solved up to then has been looked at. */
export async function sweptUntil(context: Context, sweptTo: Date): Promise<void> {
  await Surveys(context).updateOne({ _id: 'survey' }, { $set: { sweptTo } });
}
