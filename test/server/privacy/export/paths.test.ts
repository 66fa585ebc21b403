import { describe, expect, it } from 'vitest';
import { sealingOf } from '../../../../server/declare.ts';
import { createPaths } from '../../../../server/privacy/export/paths.ts';
import { models } from '../../../../server/store/register.ts';

describe('paths in an archive', () => {
  it.each([
    ['a.pdf', 'a.pdf'],
    ['../../x/evil.sh', 'evil.sh'],
    ['C:\\Windows\\cmd.exe', 'cmd.exe'],
    ['.htaccess', 'htaccess'],
    ['con.txt', '_con.txt'],
    ['a<b>:"|?*.txt', 'a_b______.txt'],
    ['trailing. . .', 'trailing'],
    ['\u202Egpj.exe', 'gpj.exe'],
    ['', 'file'],
    ['...', 'file'],
    [`${'ж'.repeat(300)}.pdf`, `${'ж'.repeat(96)}.pdf`],
  ])('%j becomes %s', (name, file) => expect(createPaths()('files/1', name)).toBe(`files/1/${file}`));

  it('tells equal ones apart, in whatever case and composition', () => {
    const path = createPaths();
    expect(['Ą.txt', 'a\u0328.txt'.toUpperCase(), 'ą.TXT', 'ą.txt'].map((name) => path('f', name))).toEqual([
      'f/Ą.txt',
      'f/Ą (2).TXT',
      'f/ą (3).TXT',
      'f/ą (4).txt',
    ]);
    expect(path('g', 'ą.txt')).toBe('g/ą.txt');
  });
});

describe('every kind of document that a customer owns', () => {
  /** Kinds whose documents an export holds, or why it does not. */
  const TREATED: Record<string, string> = {
    Customer: 'exported',
    Consent: 'exported',
    Ticket: 'exported',
    Message: 'exported',
    Order: 'exported',
    Call: 'exported',
    Repair: 'exported',
    Callback: 'exported',
    Draft: 'exported',
    Intake: 'exported, as it came',
    Upload: 'a file that no message holds yet, gone within a day',
    Hold: 'why the desk has to keep something; a dispute would be its subject',
    Dialogue: 'what the assistant makes of messages that are exported',
  };
  it('is exported, or there is a reason', () => {
    const owned = models.filter(({ schema }) => {
      const { owner } = sealingOf(schema as never) ?? {};
      return owner !== undefined && owner !== 'instance';
    });
    expect(owned.map(({ modelName }) => modelName).sort()).toEqual(Object.keys(TREATED).sort());
  });
});
