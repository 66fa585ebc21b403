import { describe, expect, it } from 'vitest';
import type { RawItem } from '../../../server/channels/channel.ts';
import { interpretRequest } from '../../../server/help/form-channel.ts';
import { readForm } from '../../../server/help/request.ts';

const item = (raw: string): RawItem => ({
  id: '0123456789abcdef01234567',
  account: 'env',
  channel: 'form',
  raw: Buffer.from(raw),
  receivedAt: new Date('2026-01-02T03:04:05Z'),
  meta: {},
});
const interpret = (value: unknown) => interpretRequest(item(JSON.stringify(value)));

describe('interpretRequest', () => {
  it('is pure: the same item gives the same message', () => {
    const value = {
      type: 'return',
      subject: 'S',
      text: 'T',
      email: 'a@b.example',
      locale: 'ro',
      fields: { order: '1' },
    };
    const once = interpret(value);
    expect(once).toEqual(interpret(value));
    expect(once).toMatchObject({
      outcome: 'message',
      message: {
        account: 'env',
        kind: 'message',
        threadKeys: [],
        from: { kind: 'email', value: 'a@b.example', verified: false },
        type: 'return',
        language: 'ro',
        fields: { order: '1' },
        automatic: false,
        sentAt: new Date('2026-01-02T03:04:05Z'),
      },
    });
  });

  it('does not take a request without address for somebody else', () => {
    const made = interpret({ type: 'inquiry', subject: '', text: 'T', customer: { name: 'N' } });
    expect(made).toMatchObject({
      message: { from: { kind: 'webchat', value: 'request-0123456789abcdef01234567', name: 'N' } },
    });
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '{"type":"inquiry"}',
    '{"type":"x","text":"y"}',
    '{"type":"inquiry","text":{"$gt":""}}',
  ])('puts %j into quarantine', (raw) => expect(interpretRequest(item(raw)).outcome).toBe('quarantine'));

  it('leaves out fields that are no text', () => {
    const made = interpret({
      type: 'inquiry',
      text: 'T',
      email: 'a@b.example',
      fields: { a: 1, b: { $gt: '' }, c: 'ok', d: '' },
    });
    expect(made).toMatchObject({ message: { fields: { c: 'ok' } } });
  });
});

describe('readForm', () => {
  const form = { id: 'x'.repeat(20), type: 'inquiry' as const, email: 'a@b.example', subject: 'S', text: 'T' };

  it.each([
    'a@b',
    '@b.example',
    'a b@c.example',
    'a@b.example,c@d.example',
    'a@b.example\r\nBcc: x@y.example',
    '<a@b.example>',
    'a@@b.example',
  ])('does not take %j for an address', (email) =>
    expect(readForm({ ...form, email }, 'en', undefined)).toHaveProperty('errors.email'),
  );

  it('cleans what was written: no control characters, one line where one is asked for', () => {
    const read = readForm(
      { ...form, subject: ' a\r\nb\u0000\u001b[31m ', text: '\u0007one\r\ntwo\t ' },
      'en',
      undefined,
    );
    expect(read).toMatchObject({ request: { subject: 'a b[31m', text: 'one\ntwo' } });
  });
});
