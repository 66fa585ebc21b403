import { createHash } from 'node:crypto';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { asBytes } from '../vault/sealed.ts';
import { LANGUAGES } from '../tickets/envelopes.ts';
import { changeDesk, deskSettings } from './desk.ts';
import { Logos, Shops, type LogoDoc, type ShopFacts } from './shop-model.ts';
import type { ShopBody, ShopView } from './shop-schema.ts';
import { themeOf } from './theme.ts';

/** Until somebody says otherwise the shop has no name, and nothing is promised in it. */
export const NO_SHOP: ShopFacts = {
  name: '',
  senderName: '',
  colour: null,
  logo: null,
  address: '',
  returnAddress: '',
  email: '',
  phone: '',
  website: '',
  languages: [...LANGUAGES],
  returnDays: null,
  warrantyMonths: null,
};

/** What is said of the shop wherever it speaks. */
export async function shopFacts(context: Pick<Context, 'db'>): Promise<ShopFacts> {
  const doc = await Shops(context).findById('shop').lean();
  return { ...NO_SHOP, ...doc?.facts };
}

/**
 * Changes what is said of the shop; what is not named stays. Fails `unprocessable` where there is no such time zone or
 * the logo is no picture of its kind.
 */
export async function changeShop(context: Context, body: ShopBody): Promise<ShopFacts> {
  const { timeZone, logo, ...facts } = body;
  const picture = logo === undefined ? undefined : logo && readPicture(logo);
  if (timeZone !== undefined) await changeDesk(context, { timeZone });
  // The picture first: facts never name one that is not there.
  if (picture) await Logos(context).collection.replaceOne({ _id: 'logo' as never }, picture as never, { upsert: true });
  const mark = picture ? { logo: createHash('sha256').update(picture.bytes).digest('hex').slice(0, 12) } : {};
  const next = { ...(await shopFacts(context)), ...facts, ...(picture === null ? { logo: null } : mark) };
  await Shops(context).updateOne({ _id: 'shop' }, { $set: { v: 1, facts: next } }, { upsert: true });
  await context.events.emit('shop.changed', {});
  return next;
}

/** The logo's bytes; undefined when there is none. */
export async function shopLogo(context: Context): Promise<{ kind: string; bytes: Buffer } | undefined> {
  const doc = await Logos(context).findById('logo').lean<LogoDoc>();
  const bytes = asBytes(doc?.bytes);
  return doc && bytes ? { kind: doc.kind, bytes: Buffer.from(bytes) } : undefined;
}

/** Path of the logo as pages show it; its address changes with it. */
export const logoPath = ({ logo }: Pick<ShopFacts, 'logo'>): string | null => logo && `/shop/logo?v=${logo}`;

/** Path of the style sheet with the shop's colours; its address changes with them. */
export const themePath = ({ colour }: Pick<ShopFacts, 'colour'>): string | null =>
  colour && `/shop/theme.css?v=${colour.slice(1)}`;

export async function presentShop(context: Context, facts: ShopFacts): Promise<ShopView> {
  const { timeZone } = await deskSettings(context);
  return { ...facts, timeZone, logo: logoPath(facts), theme: facts.colour === null ? null : themeOf(facts.colour) };
}

const MOST_BYTES = 300_000;
const SIGNS: Record<string, (bytes: Buffer) => boolean> = {
  'image/png': (bytes) => bytes.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n',
  'image/jpeg': (bytes) => bytes.subarray(0, 3).toString('latin1') === '\xff\xd8\xff',
  'image/webp': (bytes) => bytes.subarray(0, 4).toString() === 'RIFF' && bytes.subarray(8, 12).toString() === 'WEBP',
};

function readPicture(url: string): LogoDoc {
  const [, kind = '', data = ''] = /^data:([^;]+);base64,(.*)$/s.exec(url) ?? [];
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length > MOST_BYTES) fail('too-large', 'A logo may have 300 kB.');
  if (!SIGNS[kind]?.(bytes)) fail('unprocessable', 'The logo is no PNG, JPEG or WebP picture.');
  return { _id: 'logo', kind, bytes };
}
