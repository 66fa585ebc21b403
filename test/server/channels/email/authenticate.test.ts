import { generateKeyPairSync } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authenticateMail, resultsOf } from '../../../../server/channels/email/authenticate.ts';
import { interpretMail, type MailMeta } from '../../../../server/channels/email/interpret.ts';
import { createParser, type Parser } from '../../../../server/channels/email/parse.ts';
import { mintMessageId } from '../../../../server/channels/email/token.ts';
import { startNameServer, type NameServer } from '../../../support/dns.ts';
import { mailOf, testDesk } from './desk.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

let dns: NameServer;
let parser: Parser;
beforeAll(async () => {
  dns = await startNameServer({
    's._domainkey.strict.test': `v=DKIM1; k=rsa; p=${key}`,
    '_dmarc.strict.test': 'v=DMARC1; p=reject',
    's._domainkey.stranger.test': `v=DKIM1; k=rsa; p=${key}`,
    '_dmarc.mild.test': 'v=DMARC1; p=none',
    'spf.test': 'v=spf1 ip4:203.0.113.7 -all',
    '_dmarc.spf.test': 'v=DMARC1; p=quarantine',
  });
  parser = createParser({ dns: [dns.address] });
});
afterAll(async () => {
  parser.close();
  await dns.stop();
});

async function signed(from: string, domain: string, changed = false, more: object = {}): Promise<Buffer> {
  const compiled = new MailComposer({
    ...more,
    from,
    to: 'support@desk.test',
    subject: 'Lamp',
    text: 'It is broken.',
  }).compile();
  const stream = compiled.createReadStream();
  const { default: DKIM } = await import('nodemailer/lib/dkim');
  const output = new DKIM({ domainName: domain, keySelector: 's', privateKey: pem }).sign(stream);
  const chunks: Buffer[] = [];
  for await (const chunk of output) chunks.push(Buffer.from(chunk as Uint8Array));
  const raw = Buffer.concat(chunks);
  return changed ? Buffer.from(raw.toString().replace('broken', 'fine')) : raw;
}
const plain = (from: string, more: Record<string, string> = {}) => mailOf({ From: from, ...more });
const outside = (ip: string, sender: string): MailMeta => ({
  peer: { ip, helo: 'mx.people.test' },
  returnPath: sender,
});

async function interpreted(raw: Buffer, meta: MailMeta = {}, trusted: string[] = []) {
  const made = await interpretMail({ ...testDesk(), trusted }, parser, {
    id: '1',
    account: 'env',
    channel: 'email',
    raw,
    receivedAt: new Date(0),
    meta: { ...meta },
  });
  if (made.outcome !== 'message') throw new Error(`it became ${made.outcome}`);
  return { verified: made.message.from.verified, spam: made.message.spam };
}

describe('who wrote a mail is proved', () => {
  it.each<[string, () => Promise<Buffer> | Buffer, MailMeta, { verified: boolean; spam: string | undefined }]>([
    [
      'by a signature of the domain',
      () => signed('ann@strict.test', 'strict.test'),
      {},
      { verified: true, spam: undefined },
    ],
    [
      'not by a signature of another domain',
      () => signed('ann@strict.test', 'stranger.test'),
      {},
      { verified: false, spam: 'dmarc' },
    ],
    [
      'not by a signature of what was changed',
      () => signed('ann@strict.test', 'strict.test', true),
      {},
      { verified: false, spam: 'dmarc' },
    ],
    [
      'not where the domain asks for nothing, and is no spam then',
      () => signed('ann@mild.test', 'stranger.test'),
      {},
      { verified: false, spam: undefined },
    ],
    [
      'by the server that brought it',
      () => plain('ann@spf.test'),
      outside('203.0.113.7', 'ann@spf.test'),
      { verified: true, spam: undefined },
    ],
    [
      'not by another server',
      () => plain('ann@spf.test'),
      outside('203.0.113.8', 'ann@spf.test'),
      { verified: false, spam: 'dmarc' },
    ],
    [
      'not by a server of ours in between',
      () => plain('ann@spf.test'),
      outside('10.0.0.3', 'ann@spf.test'),
      { verified: false, spam: undefined },
    ],
    [
      'not for a domain that says nothing',
      () => plain('ann@quiet.test'),
      outside('203.0.113.7', 'ann@quiet.test'),
      { verified: false, spam: undefined },
    ],
  ])('%s', async (_name, raw, meta, expected) => {
    expect(await interpreted(await raw(), meta)).toEqual(expected);
  });

  it('for From, not for an address in Reply-To', async () => {
    const raw = plain('ann@spf.test', { 'Reply-To': 'ben@elsewhere.test' });
    expect(await interpreted(raw, outside('203.0.113.7', 'ann@spf.test'))).toEqual({
      verified: false,
      spam: undefined,
    });
  });

  it('by our own mail server, when it is named; a header that anybody can write counts for nothing', async () => {
    const results = { 'Authentication-Results': 'mx.desk.test; dmarc=pass (p=reject) header.from=people.test' };
    expect(await interpreted(plain('ann@people.test', results))).toMatchObject({ verified: false });
    expect(await interpreted(plain('ann@people.test', results), {}, ['mx.desk.test'])).toMatchObject({
      verified: true,
    });
    expect(await interpreted(plain('ann@people.test', results), {}, ['mx.other.test'])).toMatchObject({
      verified: false,
    });
  });

  it.each<[string, string[], ReturnType<typeof resultsOf>]>([
    ['pass', ['mx.desk.test; spf=fail; dmarc=pass header.from=a.test'], { dmarc: 'pass', policy: 'none' }],
    [
      'fail with its policy',
      ['mx.desk.test 1; dmarc=fail (p=quarantine dis=none)'],
      { dmarc: 'fail', policy: 'quarantine' },
    ],
    ['only the topmost', ['other.test; dmarc=fail', 'mx.desk.test; dmarc=pass'], undefined],
    ['nothing about DMARC', ['mx.desk.test; dkim=pass'], undefined],
    ['nothing', [], undefined],
  ])('reads %s of Authentication-Results', (_name, headers, expected) => {
    expect(resultsOf(headers, ['mx.desk.test'])).toEqual(expected);
  });

  it('asks the DNS once, and not at all for a mail that nothing vouches for', async () => {
    const before = dns.asked.length;
    await interpreted(plain('ann@people.test'));
    await interpreted(await signed('ann@strict.test', 'strict.test'));
    expect(dns.asked.length).toBe(before);
  });

  it('gives up on a DNS that does not answer, and asks it no more for a while', async () => {
    const mute = await startNameServer();
    mute.silent = true;
    const raw = await signed('ann@strict.test', 'strict.test');
    expect(await authenticateMail(raw, { dns: [mute.address] })).toBeUndefined();
    const asked = mute.asked.length;
    expect(await authenticateMail(raw, { dns: [mute.address] })).toBeUndefined();
    expect(mute.asked.length).toBe(asked);
    await mute.stop();
  });
});

/** Only what a signature puts together with its sender is an agent's to say. */
describe('the thread of a mail is proved', () => {
  const desk = testDesk();
  const { vault } = desk;
  const thread = 'abcdefghijkl';
  const id = mintMessageId(vault, 'support@desk.test', thread, 'ann@people.test');
  const inReplyTo = `<${id}>`;
  const provedBy = async (raw: Buffer, meta: MailMeta = {}) => {
    const item = {
      id: '1',
      account: 'env',
      channel: 'email' as const,
      raw,
      receivedAt: new Date(0),
      meta: { ...meta },
    };
    const made = await interpretMail(desk, parser, item);
    return made.outcome === 'message' ? made.message.signedThreads : made;
  };
  const mailOfZoe = (domain: string, changed = false, answers = inReplyTo) =>
    signed(`zoe@${domain === 'stranger.test' ? 'mild.test' : domain}`, domain, changed, { inReplyTo: answers });

  it.each<[string, () => Promise<Buffer> | Buffer, string[] | undefined, MailMeta?]>([
    ['by a signature over it', () => mailOfZoe('strict.test'), [`t:${thread}`]],
    ['not by a signature of another domain', () => mailOfZoe('stranger.test'), undefined],
    ['not where the text was changed', () => mailOfZoe('strict.test', true), undefined],
    [
      'not where it was added to what was signed',
      async () =>
        Buffer.concat([Buffer.from(`References: <${id}>\r\n`), await signed('zoe@strict.test', 'strict.test')]),
      undefined,
    ],
    [
      'not where it was put beside what was signed',
      async () =>
        Buffer.concat([
          Buffer.from(`In-Reply-To: <${id}>\r\n`),
          await mailOfZoe('strict.test', false, '<other@strict.test>'),
        ]),
      undefined,
    ],
    [
      'not by the server that brought it',
      () => plain('zoe@spf.test', { 'In-Reply-To': inReplyTo, 'Message-ID': '<1@spf.test>' }),
      undefined,
      outside('203.0.113.7', 'zoe@spf.test'),
    ],
  ])('%s', async (_how, raw, expected, meta) => expect(await provedBy(await raw(), meta)).toEqual(expected));
});

describe('what the mail server flagged', () => {
  it.each([
    [{ 'X-Spam-Flag': 'YES' }, 'flagged'],
    [{ 'X-Spam-Status': 'Yes, score=12.1 required=5.0' }, 'flagged'],
    [{ 'X-Spam': 'Yes' }, 'flagged'],
    [{ 'X-MS-Exchange-Organization-SCL': '6' }, 'flagged'],
    [{ 'X-Forefront-Antispam-Report': 'CIP:1.2.3.4;SCL:5;SFV:SPM' }, 'flagged'],
    [{ 'X-Spam-Flag': 'NO' }, undefined],
    [{ 'X-Spam-Status': 'No, score=-1' }, undefined],
    [{ 'X-MS-Exchange-Organization-SCL': '1' }, undefined],
    [{ 'X-MS-Exchange-Organization-SCL': '-1' }, undefined],
    [{ Subject: 'X-Spam-Flag: YES' }, undefined],
  ])('%j is %s', async (headers, spam) => {
    expect((await interpreted(plain('ann@people.test', headers as Record<string, string>))).spam).toBe(spam);
  });
});
