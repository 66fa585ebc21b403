import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Context } from '../../context.ts';

/** A device's clock may be half a minute wrong (RFC 6238, 5.2). */
const WINDOW = 1;
const RECOVERY_CODES = 10;
const LETTERS = 'abcdefghjkmnpqrstuvwxyz234567890';

/** A fresh secret in base32: 160 bits (RFC 4226, 4). */
export const newSecret = (): string => new Secret({ size: 20 }).base32;

/** The address that an authenticator reads from a picture. */
export const keyUri = (secret: string, email: string): string => totp(secret, email).toString();

/** The step of 30 s that a code of six digits belongs to; undefined when it is none of now. */
export function stepOf(context: Context, secret: string, code: string): number | undefined {
  const timestamp = context.clock.now().getTime();
  const delta = totp(secret, '').validate({ token: code, timestamp, window: WINDOW });
  return delta === null ? undefined : TOTP.counter({ period: 30, timestamp }) + delta;
}

const totp = (secret: string, email: string): TOTP =>
  new TOTP({
    issuer: 'Ombud',
    label: email,
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
    secret: Secret.fromBase32(secret),
  });

/** Ten codes of fifty bits, as people read them. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const text = Array.from(randomBytes(10), (byte) => LETTERS[byte % 32]).join('');
    return `${text.slice(0, 5)}-${text.slice(5)}`;
  });
}

/** As it was meant, however it was typed. */
export const plainCode = (code: string): string => code.replace(/[\s-]/g, '').toLowerCase().replaceAll('o', '0');

/** Under which a recovery code is kept: of no use to whoever reads the store. */
export const recoveryHash = (context: Context, agent: string, code: string): string =>
  context.vault.hash('recovery', `${agent}/${plainCode(code)}`);
