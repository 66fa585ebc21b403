import type { Types } from 'mongoose';
import type { Context } from '../context.ts';
import type { WebhookDoc } from './model.ts';

/** Address and secret as they are stored: sealed with the instance key. */
export function sealSecrets(
  { vault }: Pick<Context, 'vault'>,
  _id: Types.ObjectId,
  { url, secret }: { url?: string; secret?: string },
): Partial<Pick<WebhookDoc, 'url' | 'secret'>> {
  return {
    ...(url === undefined ? {} : { url: vault.sealInstance(`webhook/${String(_id)}/url`, url) }),
    ...(secret === undefined ? {} : { secret: vault.sealInstance(`webhook/${String(_id)}/secret`, secret) }),
  };
}

/** The inverse. */
export function openSecrets(
  { vault }: Pick<Context, 'vault'>,
  { _id, url, secret }: Pick<WebhookDoc, '_id' | 'url' | 'secret'>,
): { url: string; secret: string } {
  return {
    url: vault.openInstance(`webhook/${String(_id)}/url`, bytes(url)).toString('utf8'),
    secret: vault.openInstance(`webhook/${String(_id)}/secret`, bytes(secret)).toString('utf8'),
  };
}

/** Lean documents bring BSON Binary for bytes. */
const bytes = (value: Uint8Array | { buffer: Uint8Array }): Uint8Array =>
  value instanceof Uint8Array ? value : value.buffer;
