import { afterAll, describe, expect, it } from 'vitest';
import { createParser } from '../../../../server/channels/email/parse.ts';
import { ParseLimit } from '../../../../server/channels/email/parse-limit.ts';
import { mailOf } from './desk.ts';

const parser = createParser();
afterAll(() => parser.close());
const parse = (raw: Buffer) => parser.parse(raw);
/** The error, or only a word: a whole mail in a failed comparison would take minutes to print. */
const refusal = (raw: Buffer, by = parser) =>
  by.parse(raw).then(
    () => 'read',
    (error: Error) => error,
  );

const b64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64');
/** "Привет" in KOI8-R, "Żółw" in windows-1250, "日本" in ISO-2022-JP, "Größe" in ISO-8859-1. */
const CHARSETS: [string, number[], string][] = [
  ['koi8-r', [0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4], 'Привет'],
  ['windows-1250', [0xaf, 0xf3, 0xb3, 0x77], 'Żółw'],
  ['iso-2022-jp', [0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42], '日本'],
  ['iso-8859-1', [0x47, 0x72, 0xf6, 0xdf, 0x65], 'Größe'],
  ['utf-8', [...Buffer.from('Țară')], 'Țară'],
  ['windows-1251', [0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2], 'Привет'],
  ['iso-8859-5', [0xbf, 0xe0, 0xd8, 0xd2, 0xd5, 0xe2], 'Привет'],
  ['cp866', [0x8f, 0xe0, 0xa8, 0xa2, 0xa5, 0xe2], 'Привет'],
  ['iso-8859-2', [0xaf, 0xf3, 0xb3, 0x77], 'Żółw'],
  ['iso-8859-16', [0xde, 0x61, 0x72, 0xe3], 'Țară'],
  ['iso-8859-15', [0xa4], '€'],
  ['windows-1252', [0x80], '€'],
  ['gb2312', [0xc4, 0xe3, 0xba, 0xc3], '你好'],
  ['gb18030', [0xc4, 0xe3, 0xba, 0xc3], '你好'],
  ['big5', [0xa7, 0x41, 0xa6, 0x6e], '你好'],
  ['euc-kr', [0xbe, 0xc8, 0xb3, 0xe7], '안녕'],
  ['shift_jis', [0x93, 0xfa, 0x96, 0x7b], '日本'],
  ['euc-jp', [0xc6, 0xfc, 0xcb, 0xdc], '日本'],
  ['utf-7', [...Buffer.from('+BB8-')], 'П'],
];

describe('what people send', () => {
  it.each(CHARSETS)('reads %s in body, subject and names', async (charset, bytes, expected) => {
    const word = `=?${charset}?B?${b64(Uint8Array.from(bytes))}?=`;
    const mail = await parse(
      mailOf(
        {
          From: `${word} <ann@people.test>`,
          Subject: word,
          'Content-Type': `text/plain; charset=${charset}`,
          'Content-Transfer-Encoding': 'base64',
        },
        b64(Uint8Array.from(bytes)),
      ),
    );
    expect(mail).toMatchObject({
      text: expected,
      subject: expected,
      from: [{ name: expected, address: 'ann@people.test' }],
    });
  });

  it.each([
    [
      'OpenPGP',
      'multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b',
      '--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream; name=encrypted.asc\n\n-----BEGIN PGP MESSAGE-----\n--b--',
      'pgp',
    ],
    ['OpenPGP in its text', 'text/plain', '-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----', 'pgp'],
    ['S/MIME', 'application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m', 'MIIB', 'smime'],
    ['nothing', 'text/plain', 'I cannot read your PGP MESSAGE.', undefined],
  ])('knows what is locked with %s', async (_what, type, body, expected) => {
    const mail = await parse(mailOf({ 'Content-Type': type }, body));
    expect(mail.encrypted).toBe(expected);
    // The file is kept: whoever has the key reads it with a program of their own.
    if (!mail.text) expect(mail.files.length).toBeGreaterThan(0);
  });

  it('keeps the file of a mail that is nothing but a file, as scanners send', async () => {
    const headers = { 'Content-Type': 'application/pdf; name="scan.pdf"', 'Content-Transfer-Encoding': 'base64' };
    const { text, files } = await parse(mailOf(headers, b64('%PDF-1.7')));
    expect({ text, files: files.map(({ name, type, content }) => [name, type, String(Buffer.from(content))]) }).toEqual(
      {
        text: '',
        files: [['scan.pdf', 'application/pdf', '%PDF-1.7']],
      },
    );
  });

  it('reads raw UTF-8 headers (RFC 6532)', async () => {
    const mail = await parse(mailOf({ From: 'Łukasz Żak <zak@people.test>', Subject: 'Zażółć gęślą' }));
    expect(mail).toMatchObject({ subject: 'Zażółć gęślą', from: [{ name: 'Łukasz Żak' }] });
  });

  it('reads file names of RFC 2231 and RFC 2047, without folders', async () => {
    const part = (disposition: string) =>
      `--b\nContent-Type: application/pdf\nContent-Disposition: attachment; ${disposition}\n\nx`;
    const names = [
      `filename*=utf-8''Gr%C3%B6%C3%9Fe%20%C3%A4.pdf`,
      `filename*0*=utf-8''Rechnung%20;\n filename*1*=%C3%BCber%20100.pdf`,
      `filename="=?utf-8?Q?=C8=9Aar=C4=83.pdf?="`,
      'filename="../../etc/passwd"',
      'filename=".."',
    ];
    const mail = await parse(
      mailOf({ 'Content-Type': 'multipart/mixed; boundary=b' }, `${names.map(part).join('\n')}\n--b--`),
    );
    expect(mail.files.map(({ name }) => name)).toEqual([
      'Größe ä.pdf',
      'Rechnung über 100.pdf',
      'Țară.pdf',
      'passwd',
      'file-5.pdf',
    ]);
  });

  it('joins the soft lines of format=flowed', async () => {
    const mail = await parse(mailOf({ 'Content-Type': 'text/plain; format=flowed' }, 'one \ntwo\nthree'));
    expect(mail.text).toBe('one two\nthree');
  });

  it('takes text and HTML of alternatives in nested multiparts, files and inline pictures', async () => {
    const body = [
      '--m\nContent-Type: multipart/alternative; boundary=a\n',
      '--a\nContent-Type: text/plain\n\nplain',
      '--a\nContent-Type: multipart/related; boundary=r\n',
      '--r\nContent-Type: text/html\n\n<p>rich</p><img src="cid:pic@1"><script>alert(1)</script>',
      '--r\nContent-Type: image/png\nContent-ID: <pic@1>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=',
      '--r--',
      '--a--',
      '--m\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nfile',
      '--m--',
    ].join('\n');
    const mail = await parse(mailOf({ 'Content-Type': 'multipart/mixed; boundary=m' }, body));
    expect(mail.text).toBe('plain');
    expect(mail.html).toBe('<p>rich</p><img src="cid:pic@1" />');
    expect(mail.files.map(({ name, cid, type }) => [name, cid, type])).toEqual([
      ['file-1.png', 'pic@1', 'image/png'],
      ['a.txt', undefined, 'text/plain'],
    ]);
    expect(Buffer.from(mail.files[1]?.content ?? []).toString()).toBe('file');
  });

  it('loses no part when text and HTML stand one after the other', async () => {
    const body = '--m\n\nfirst <1>\n--m\nContent-Type: text/html\n\n<p>second</p>\n--m--';
    const mail = await parse(mailOf({ 'Content-Type': 'multipart/mixed; boundary=m' }, body));
    expect(mail.text).toBe('first <1>\nsecond');
    expect(mail.html).toBe('<div>first &#60;1&#62;</div>\n<p>second</p>');
  });

  it('makes text of HTML that comes alone', async () => {
    const html = '<h1>Hi</h1><p>a &amp; b<br>c</p><ul><li>one</li></ul><a href="https://shop.test/x">shop</a>';
    const mail = await parse(mailOf({ 'Content-Type': 'text/html' }, html));
    expect(mail.text).toBe('Hi\n\na & b\nc\n\n * one\n\nshop (https://shop.test/x)');
  });

  it('keeps rows and cells of a table apart', async () => {
    const html = '<table><tr><th>Order</th><td>30551</td></tr><tr><th>Total</th><td>10 €</td></tr></table>';
    const mail = await parse(mailOf({ 'Content-Type': 'text/html; charset=utf-8' }, html));
    expect(mail.text).toBe('Order 30551\nTotal 10 €');
  });

  it('keeps a forwarded mail whole, as a file', async () => {
    const body =
      '--m\n\nsee below\n--m\nContent-Type: message/rfc822\n\nFrom: x@y.test\nSubject: inner\n\ninner text\n--m--';
    const mail = await parse(mailOf({ 'Content-Type': 'multipart/mixed; boundary=m' }, body));
    expect(mail).toMatchObject({
      subject: 'Lamp',
      text: 'see below',
      files: [{ type: 'message/rfc822', name: 'message-1.eml' }],
    });
    expect(Buffer.from(mail.files[0]?.content ?? []).toString()).toContain('inner text');
  });

  it('reads a delivery status notification (RFC 3464)', async () => {
    const body = [
      '--m\n\nSorry\n--m\nContent-Type: message/delivery-status\n',
      'Reporting-MTA: dns; mx.test\n\nFinal-Recipient: rfc822; bob@gone.test\nAction: failed\nStatus: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1 no such user',
      '--m\nContent-Type: text/rfc822-headers\n\nMessage-ID: <original@desk.test>\n--m--',
    ].join('\n');
    const mail = await parse(
      mailOf({ 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=m' }, body),
    );
    expect(mail.report).toEqual({
      action: 'failed',
      status: '5.1.1',
      recipient: 'bob@gone.test',
      diagnostic: '550 5.1.1 no such user',
    });
  });

  it('keeps what is too long to show as a file', async () => {
    const mail = await parse(mailOf({}, 'word '.repeat(300_000)));
    expect(mail.text.length).toBe(1_000_000);
    expect(mail.files).toMatchObject([{ name: 'message.txt' }]);
    expect(mail.files[0]?.content.length).toBe(1_499_999);
  });
});

describe('what breaks others', () => {
  const deep = (levels: number) =>
    Array.from({ length: levels }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`).join('') +
    '\nend';

  it.each<[string, Buffer, object]>([
    ['NUL bytes', mailOf({ Subject: 'a\0b' }, 'x\0y\0'), { text: 'xy', subject: 'ab' }],
    ['no headers', Buffer.from('just text, no header at all'), { from: [] }],
    ['nothing', Buffer.alloc(0), { text: '', from: [] }],
    ['an unknown charset', mailOf({ 'Content-Type': 'text/plain; charset=klingon' }), { text: 'Hello' }],
    ['a boundary that never comes', mailOf({ 'Content-Type': 'multipart/mixed; boundary=nix' }), { files: [] }],
    ['a boundary missing', mailOf({ 'Content-Type': 'multipart/mixed' }), {}],
    ['broken base64', mailOf({ 'Content-Transfer-Encoding': 'base64' }, 'SGVsbG8=\n%%%%'), { text: 'Hello' }],
  ])('reads a mail with %s', async (_, raw, expected) => {
    expect(await parse(raw)).toMatchObject(expected);
  });

  it('takes no Message-ID of 10 KB and no unreadable date for one', async () => {
    const mail = await parse(mailOf({ 'Message-ID': `<${'m'.repeat(10_240)}@x.test>`, Date: 'the day after' }));
    expect(mail).not.toHaveProperty('messageId');
    expect(mail).not.toHaveProperty('date');
    expect((await parse(mailOf({ 'Message-ID': 'bare@x.test' }))).messageId).toBe('bare@x.test');
  });

  it('flattens 1,000,000 nested <div> and keeps the whole as a file', async () => {
    const mail = await parse(mailOf({ 'Content-Type': 'text/html' }, `${'<div>'.repeat(1_000_000)}deep`));
    expect(mail.html?.length).toBeLessThan(10_000);
    expect(mail.files).toMatchObject([{ name: 'message.html' }]);
  });

  it('keeps the text of 20,000 nested <div>', async () => {
    const mail = await parse(
      mailOf({ 'Content-Type': 'text/html' }, `${'<div>'.repeat(20_000)}deep${'</div>'.repeat(20_000)}`),
    );
    expect(mail.text).toBe('deep');
  });

  it.each<[string, () => Buffer, string]>([
    [
      '100,000 parts',
      () => mailOf({ 'Content-Type': 'multipart/mixed; boundary=b' }, '--b\n\nx\n'.repeat(100_000)),
      'more than 1000 parts',
    ],
    ['300 levels', () => Buffer.from(`From: a@b.test\n${deep(300)}`), 'parts nested deeper than 100 levels'],
    ['26 MB', () => mailOf({}, 'x'.repeat(26 * 1024 * 1024)), 'larger than 25 MB'],
    ['a header of 2 MB', () => mailOf({ 'X-Big': 'x'.repeat(2 * 1024 * 1024) }), 'headers larger than 1 MB'],
  ])('refuses %s with the reason, and reads the next mail', async (_, raw, reason) => {
    const error = await refusal(raw());
    expect(error).toBeInstanceOf(ParseLimit);
    expect((error as Error).message).toBe(reason);
    expect(await parse(mailOf({}))).toMatchObject({ text: 'Hello' });
  });

  it('reads 99 levels', async () => {
    expect(await parse(Buffer.from(`From: a@b.test\n${deep(99)}`))).toMatchObject({ from: [{ address: 'a@b.test' }] });
  });
});

describe('the pool', () => {
  it('ends a mail that takes too long, and reads all others that were in work with it', async () => {
    // Honest work for seconds: 48 HTML parts of half a MB, all of which are sanitised.
    const tight = createParser({ timeoutMs: 1_000 });
    await tight.parse(mailOf({})); // warm
    const part = `--b\nContent-Type: text/html\n\n${'<b style="color:red">x</b>'.repeat(19_000)}\n`;
    const slow = refusal(mailOf({ 'Content-Type': 'multipart/mixed; boundary=b' }, part.repeat(48)), tight);
    const quick = Array.from({ length: 20 }, (_, i) => tight.parse(mailOf({ Subject: `mail ${i}` })));
    expect(await slow).toMatchObject({ message: 'took longer than 1 s to read' });
    expect((await Promise.all(quick)).map((mail) => mail.subject)).toEqual(quick.map((_, i) => `mail ${i}`));
    tight.close();
  });

  it('ends an idle worker and starts one again', async () => {
    const brief = createParser({ idleMs: 20 });
    for (let i = 0; i < 3; i++) {
      expect((await brief.parse(mailOf({ Subject: `n ${i}` }))).subject).toBe(`n ${i}`);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    brief.close();
  });

  it('leaves the main thread free while it works', async () => {
    const big = mailOf({ 'Content-Type': 'text/html' }, '<p>x</p>'.repeat(2_000_000));
    const [all, main] = [process.cpuUsage(), process.threadCpuUsage()];
    await parse(big);
    const [{ user }, { user: here }] = [process.cpuUsage(all), process.threadCpuUsage(main)];
    expect(here).toBeLessThan(user / 3);
  });
});
