import type { Context } from '../../../context.ts';
import type { ComposedMail } from '../compose.ts';
import { domainOf, signingKey } from './keys.ts';

/** The mail with a signature of its sender's domain (RFC 6376), where there is a key whose record has been found. */
export async function signed(context: Context, mail: ComposedMail): Promise<ComposedMail> {
  const domain = domainOf(mail.from);
  const key = await signingKey(context, domain);
  if (!key) return mail;
  const { default: DKIM } = await import('nodemailer/lib/dkim');
  const signer = new DKIM({ domainName: domain, keySelector: key.selector, privateKey: key.privateKey });
  const chunks: Buffer[] = [];
  for await (const chunk of signer.sign(mail.raw)) chunks.push(Buffer.from(chunk as Uint8Array));
  return { ...mail, raw: Buffer.concat(chunks) };
}
