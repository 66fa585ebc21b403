import { createHmac, randomBytes } from 'node:crypto';

/** A new secret in the form of Standard Webhooks: `whsec_` and 24 random bytes in base64. */
export const newSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`;

/**
 * The headers of one call, as Standard Webhooks (https://www.standardwebhooks.com) has them: the signature is the
 * HMAC-SHA-256 over `id.timestamp.body` in base64, its key what stands behind `whsec_`. `at` is the time of sending, so
 * that a receiver can refuse what is old.
 */
export function signedHeaders(secret: string, id: string, at: Date, body: Buffer): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
