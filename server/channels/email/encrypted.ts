import type { ParsedMail } from './parsed.ts';

const PGP_TYPE = /^multipart\/encrypted\b/i;
const PGP_TEXT = /^-----BEGIN PGP MESSAGE-----$/m;
/** Signed-only mails of this type wrap their text as well: it is not to be read without a program for it either. */
const SMIME_TYPES = new Set(['application/pkcs7-mime', 'application/x-pkcs7-mime']);

/** Whether what was written is locked away: OpenPGP (RFC 3156, or its text in the body), or S/MIME (RFC 8551). */
export function encryptionOf({
  headers,
  files,
  text,
}: Pick<ParsedMail, 'headers' | 'files' | 'text'>): ParsedMail['encrypted'] {
  const [type = ''] = headers['content-type'] ?? [];
  const hasPgp = files.some((file) => file.type === 'application/pgp-encrypted');
  if (PGP_TYPE.test(type) || hasPgp || PGP_TEXT.test(text)) return 'pgp';
  return files.some((file) => SMIME_TYPES.has(file.type)) ? 'smime' : undefined;
}
