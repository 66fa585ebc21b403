import type { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { asBytes } from '../vault/sealed.ts';
import type { WebhookDoc } from './model.ts';

/** Address and secret as they are stored: sealed with the instance key. */
export function sealSecrets(
  { vault }: Pick<Context, 'vault'>,
  _id: Types.ObjectId,
  { url, secret }: { url?: string; secret?: string },
): Partial<Pick<WebhookDoc, 'url' | 'secret'>> {
  return {
    ...(url === undefined ? {} : { url: vault.sealInstance(boundTo(_id, 'url'), url) }),
    ...(secret === undefined ? {} : { secret: vault.sealInstance(boundTo(_id, 'secret'), secret) }),
  };
}

/** The inverse. */
export function openSecrets(
  { vault }: Pick<Context, 'vault'>,
  { _id, url, secret }: Pick<WebhookDoc, '_id' | 'url' | 'secret'>,
): { url: string; secret: string } {
  return {
    url: vault.openInstance(boundTo(_id, 'url'), asBytes(url) ?? url).toString('utf8'),
    secret: vault.openInstance(boundTo(_id, 'secret'), asBytes(secret) ?? secret).toString('utf8'),
  };
}

const boundTo = (id: Types.ObjectId, field: 'url' | 'secret'): string => `Webhook/${String(id)}/${field}`;
