import { isSupportedCountry } from 'libphonenumber-js/min';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { Telephones, type TelephoneSettings } from './telephone-model.ts';

const UNSET: TelephoneSettings = {
  country: null,
  callbacks: false,
  team: null,
  minutes: 15,
  capacity: 2,
  days: 7,
  notice: 60,
  pauses: [30, 120],
};

/** What holds for telephone numbers and for calling back; nobody is called back until somebody says so. */
export async function telephoneSettings(context: Context): Promise<TelephoneSettings> {
  const doc = await Telephones(context).findById('telephone').lean();
  if (!doc) return UNSET;
  const { _id, v: _, ...stored } = doc;
  return { ...UNSET, ...stored };
}

/** Changes what is named. Fails `unprocessable` where there is no such country. */
export async function changeTelephone(
  context: Context,
  change: Partial<TelephoneSettings>,
): Promise<TelephoneSettings> {
  if (change.country && !isSupportedCountry(change.country)) fail('unprocessable', 'There is no such country.');
  const settings = { ...(await telephoneSettings(context)), ...change };
  await Telephones(context).updateOne({ _id: 'telephone' }, { $set: { v: 1, ...settings } }, { upsert: true });
  return settings;
}
