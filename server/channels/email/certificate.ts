import { generateKeyPair, randomBytes, sign, X509Certificate, type KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Config } from '../../config.ts';

/** Key and certificate chain, both PEM. */
export interface Certificate {
  key: string;
  cert: string;
}

const FILE = 'smtp-in.pem';
const YEARS = 10;
const DAY_MS = 86_400_000;

/**
 * What the SMTP door shows for STARTTLS: the files of the configuration, else a certificate signed by itself, which is
 * made once and kept in the data folder. Mail servers encrypt to it all the same (RFC 7435). Rejects when a file cannot
 * be read.
 */
export async function doorCertificate({ dataDir, mail: { smtpInTls } }: Config, name: string): Promise<Certificate> {
  if (smtpInTls) return { key: await readFile(smtpInTls.key, 'utf8'), cert: await readFile(smtpInTls.cert, 'utf8') };
  const path = join(dataDir, FILE);
  const kept = existsSync(path) ? await readFile(path, 'utf8') : '';
  if (kept && new Date(new X509Certificate(kept).validTo).getTime() > Date.now() + 30 * DAY_MS)
    return { key: kept, cert: kept };
  const made = await selfSigned(name);
  await writeFile(`${path}.new`, made, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return { key: made, cert: made };
}

/** A key and a certificate of it for that host name (RFC 5280), signed with it, both as PEM. */
async function selfSigned(name: string): Promise<string> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const { certificate } = await certificateOf(name, publicKey, privateKey);
  const lines = certificate.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  const pem = `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
  return `${privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()}${pem}`;
}

async function certificateOf(
  name: string,
  publicKey: KeyObject,
  privateKey: KeyObject,
): Promise<{ certificate: Buffer }> {
  // Loaded for this alone, once in the life of an installation.
  const { AsnConvert, OctetString } = await import('@peculiar/asn1-schema');
  const x509 = await import('@peculiar/asn1-x509');
  const own = (): InstanceType<typeof x509.Name> =>
    new x509.Name([
      new x509.RelativeDistinguishedName([
        new x509.AttributeTypeAndValue({ type: '2.5.4.3', value: new x509.AttributeValue({ utf8String: name }) }),
      ]),
    ]);
  // sha256WithRSAEncryption, RFC 4055.
  const algorithm = new x509.AlgorithmIdentifier({ algorithm: '1.2.840.113549.1.1.11', parameters: null });
  const names = new x509.GeneralNames([new x509.GeneralName({ dNSName: name })]);
  const now = Date.now();
  const body = new x509.TBSCertificate({
    version: x509.Version.v3,
    // Positive and of 16 bytes.
    serialNumber: new Uint8Array([0x40, ...randomBytes(15)]).buffer,
    signature: algorithm,
    issuer: own(),
    subject: own(),
    validity: new x509.Validity({ notBefore: new Date(now - DAY_MS), notAfter: new Date(now + YEARS * 365 * DAY_MS) }),
    subjectPublicKeyInfo: AsnConvert.parse(
      publicKey.export({ type: 'spki', format: 'der' }),
      x509.SubjectPublicKeyInfo,
    ),
    extensions: new x509.Extensions([
      new x509.Extension({
        extnID: x509.id_ce_subjectAltName,
        extnValue: new OctetString(AsnConvert.serialize(names)),
      }),
    ]),
  });
  const signed = sign('sha256', Buffer.from(AsnConvert.serialize(body)), privateKey);
  const certificate = new x509.Certificate({
    tbsCertificate: body,
    signatureAlgorithm: algorithm,
    signatureValue: new Uint8Array(signed).buffer,
  });
  return { certificate: Buffer.from(AsnConvert.serialize(certificate)) };
}
