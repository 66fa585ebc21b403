/** Mails that break programs, of our own making: each kind in as many versions as are wanted, all different. */
export interface Hostile {
  kind: string;
  raw: Buffer;
}

const CRLF = '\r\n';
const head = (n: number, more = ''): string =>
  `From: Eve <eve${n}@evil.test>${CRLF}To: support@desk.test${CRLF}Subject: Hostile ${n}${CRLF}Message-ID: <hostile-${n}@evil.test>${CRLF}${more}`;
const mixed = (n: number, body: string): string =>
  `${head(n, `MIME-Version: 1.0${CRLF}Content-Type: multipart/mixed; boundary=b${CRLF}`)}${CRLF}${body}`;
const html = (n: number, body: string): string =>
  `${head(n, `Content-Type: text/html; charset=utf-8${CRLF}`)}${CRLF}${body}`;
const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));

/** `size` from 0 to 1 makes the large ones larger. */
const KINDS: Record<string, (n: number, size: number) => string | Buffer> = {
  'never closed': (n) => mixed(n, `--b${CRLF}Content-Type: multipart/alternative; boundary=c${CRLF}${CRLF}--c${CRLF}`),
  'deep parts': (n) => {
    const level = (i: number) => `--b${i}${CRLF}Content-Type: multipart/mixed; boundary=b${i + 1}${CRLF}${CRLF}`;
    const levels = Array.from({ length: 2_000 + n }, (_, i) => level(i)).join('');
    return `${head(n, `Content-Type: multipart/mixed; boundary=b0${CRLF}`)}${CRLF}${levels}end${CRLF}`;
  },
  'many parts': (n, size) => mixed(n, `--b${CRLF}${CRLF}x${CRLF}`.repeat(2_000 + size * 98_000 + n)),
  'NUL bytes': (n) =>
    bytes(head(n, `X-Nul: a`), [0, 0, 0], `b${CRLF}${CRLF}Text`, [0], 'with', Array<number>(500).fill(0), 'NULs'),
  'unknown charset': (n) =>
    bytes(head(n, `Content-Type: text/plain; charset=x-klingon-${n}${CRLF}`), CRLF, [0xff, 0xfe, 0x80, 0x81]),
  'wrong charset': (n) =>
    bytes(head(n, `Content-Type: text/plain; charset=utf-16${CRLF}`), CRLF, [0xd8, 0x00, 0x41, 0xdc, 0xff, 0xff, 0xd8]),
  'a header of 1 MB': (n) => `${head(n, `X-Long: ${'a'.repeat(1_048_000 + n)}${CRLF}`)}${CRLF}Text`,
  'many headers': (n, size) => `${head(n, `X-Many: b${CRLF}`.repeat(2_000 + size * 30_000 + n))}${CRLF}Text`,
  'nested elements': (n, size) => {
    const depth = 20_000 + size * 980_000 + n;
    return html(n, `${'<div>'.repeat(depth)}bottom${'</div>'.repeat(depth)}`);
  },
  'many attachments': (n) => {
    const file = (i: number) => `--b${CRLF}Content-Disposition: attachment; filename=f${i}.txt${CRLF}${CRLF}x${CRLF}`;
    return mixed(n, `${Array.from({ length: 2_000 + n }, (_, i) => file(i)).join('')}--b--${CRLF}`);
  },
  'as many files as may be': (n) => {
    const file = (i: number) => `--b${CRLF}Content-Disposition: attachment; filename=${n}-${i}${CRLF}${CRLF}x${CRLF}`;
    return mixed(n, `${Array.from({ length: 900 }, (_, i) => file(i)).join('')}--b--${CRLF}`);
  },
  'a text of nothing but different words': (n) =>
    `${head(n)}${CRLF}${Array.from({ length: 100_000 }, (_, i) => `${((i + 1) * 7_919 * (n + 1)).toString(36)}ing`)
      .join(' ')
      .replace(/(.{900}\S*) /g, `$1${CRLF}`)}`,
  'hostile file names': (n) => {
    const names = [
      '../../../etc/passwd',
      'CON',
      'a\u202efdp.exe',
      '.htaccess',
      '\\\\host\\share',
      'x'.repeat(9_000),
      '<svg onload=x>.png',
    ];
    const file = (name: string) =>
      `--b${CRLF}Content-Type: image/png${CRLF}Content-Disposition: attachment; filename="${name}"${CRLF}${CRLF}x${CRLF}`;
    return mixed(n, `${names.map(file).join('')}--b--${CRLF}`);
  },
  'broken base64': (n) => `${head(n, `Content-Transfer-Encoding: base64${CRLF}`)}${CRLF}${'=?!*('.repeat(4_000)}`,
  'broken quoted-printable': (n) =>
    `${head(n, `Content-Transfer-Encoding: quoted-printable${CRLF}`)}${CRLF}${'=ZZ=\n=0'.repeat(4_000)}`,
  'encoded words without end': (n) =>
    head(n).replace(`Hostile ${n}`, `${n} ${`=?utf-8?B?=?x?=?iso-2022-jp?B?GyRC${CRLF} `.repeat(4_000)}`) +
    `${CRLF}Text`,
  'thousands of recipients': (n) =>
    `${head(n, `Cc: ${`"a, b" <c@d.test>,${CRLF} `.repeat(10_000)}x@y.test${CRLF}`)}${CRLF}Text`,
  'thousands of references': (n) =>
    `${head(n, `References: ${`<ombud.a.bbbbbb.cccccccc.${'d'.repeat(22)}@e.test>${CRLF} `.repeat(8_000)}${CRLF}`)}${CRLF}Text`,
  'mails in mails': (n) =>
    head(n, `Content-Type: message/rfc822${CRLF}${CRLF}`) +
    `Content-Type: message/rfc822${CRLF}${CRLF}`.repeat(3_000 + n),
  'parameters without end': (n) =>
    `${head(n, `Content-Type: text/plain${Array.from({ length: 20_000 }, (_, i) => `; name*${i}*=utf-8''%zz`).join(CRLF + ' ')}${CRLF}`)}${CRLF}Text`,
  'attributes without end': (n) => html(n, `<p ${'a="<b" '.repeat(60_000)}><!-- ${'<!--'.repeat(20_000)}`),
  entities: (n) => html(n, '&amp;#x26;&lt;&#1114112;&bogus;'.repeat(30_000)),
  'quotes in quotes': (n) =>
    `${head(n)}${CRLF}${`${'>'.repeat(200)} On Mon, 3 Nov 2025 at 10:12, A <a@b.test> wrote:${CRLF}`.repeat(10_000)}`,
  'nothing but headers': (n) => head(n),
  'no sender, no date': (n) =>
    `Subject: ${n}${CRLF}Date: Tue, 99 Foo 999999 99:99:99 +9999${CRLF}From: ,,<>;:@${CRLF}${CRLF}Text`,
  'line ends of all kinds': (n) =>
    bytes(
      `From: eve${n}@evil.test\nSubject: ${n}\r\r\n\r`,
      [0xc3, 0x28, 0xa0, 0xa1],
      '\n\r\n.\r..\n',
      [0x0b, 0x0c, 0x85],
    ),
  'an invitation and a winmail.dat': (n) =>
    mixed(
      n,
      `--b${CRLF}Content-Type: text/calendar${CRLF}${CRLF}BEGIN:VCALENDAR${CRLF}${'BEGIN:VEVENT\n'.repeat(20_000)}${CRLF}--b${CRLF}Content-Type: application/ms-tnef; name=winmail.dat${CRLF}${CRLF}x\u009f>"${CRLF}--b--${CRLF}`,
    ),
};

/** So many hostile mails, every kind in turn. */
export function hostileMails(count: number, size: number): Hostile[] {
  const kinds = Object.entries(KINDS);
  return Array.from({ length: count }, (_, n) => {
    const [kind, make] = kinds[n % kinds.length] ?? ['', () => ''];
    const raw = make(n, n < kinds.length ? size : size / 10);
    // As a mail ends on its way (RFC 5321, 4.1.1.4).
    return { kind, raw: Buffer.concat([typeof raw === 'string' ? Buffer.from(raw) : raw, Buffer.from(CRLF)]) };
  });
}
