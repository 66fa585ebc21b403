import { describe, expect, it } from 'vitest';
import type { RawItem } from '../../../../server/channels/channel.ts';
import { interpretChat } from '../../../../server/channels/webchat/interpret.ts';
import { pictureType } from '../../../../server/channels/files.ts';
import { readItem, writeItem } from '../../../../server/channels/webchat/item.ts';
import { fullBucket, take } from '../../../../server/channels/webchat/rate.ts';
import type { Said } from '../../../../server/channels/webchat/schema.ts';

const said = (more: Partial<Said> = {}): Said => ({ clientId: 'client-id', text: 'Hello', locale: 'ro', ...more });
const visitor = (id: string) => ({ visitor: id, proved: null });
const raw = (bytes: Buffer, meta: Record<string, unknown> = {}): RawItem => ({
  id: 'a'.repeat(24),
  account: 'env',
  channel: 'webchat',
  raw: bytes,
  receivedAt: new Date(0),
  meta,
});
const message = (more: Partial<Said> = {}, meta = {}, files: Parameters<typeof writeItem>[2] = []) => {
  const result = interpretChat(raw(writeItem(visitor('visitor-id'), said(more), files), meta));
  return result.outcome === 'message' ? result.message : undefined;
};

describe('interpretChat', () => {
  it('binds the message to the visitor’s thread; their id is proved, what the page says is not', () =>
    expect(message({ name: ' Ana ', email: 'ana@shop.test', page: { url: 'https://shop.test/' } })).toMatchObject({
      kind: 'message',
      threadKeys: ['chat:visitor-id'],
      from: { kind: 'webchat', value: 'visitor-id', verified: true, name: 'Ana', email: 'ana@shop.test' },
      text: 'Hello',
      subject: 'Hello',
      language: 'ro',
      externalId: 'client-id',
      fields: { page: 'https://shop.test/' },
      handler: 'agents',
      automatic: false,
    }));

  it('takes name and address for proved where the shop has signed them', () => {
    const bytes = writeItem({ visitor: 'v', proved: {} }, said({ name: 'Ana', email: 'ana@shop.test' }));
    const result = interpretChat(raw(bytes));
    expect(result).toMatchObject({ message: { from: { name: 'Ana', provedEmail: 'ana@shop.test', verified: true } } });
    expect(JSON.stringify(result)).not.toContain('"email"');
  });

  it('gives it to the assistant when that was on', () =>
    expect(message({}, { assistant: true })?.handler).toBe('assistant'));

  it('takes a button for a choice', () =>
    expect(message({ choice: { message: 'abc', id: 'yes' } })).toMatchObject({ kind: 'choice', target: 'abc' }));

  it.each([
    ['one line\nand more', 'one line'],
    [`${'word '.repeat(30)}`, `${'word '.repeat(16).trim()}…`],
    ['x'.repeat(100), `${'x'.repeat(80)}…`],
  ])('makes a subject of %j', (text, subject) => expect(message({ text })?.subject).toBe(subject));

  it('takes files alone, named after the first', () => {
    const files = [{ name: 'a.png', type: 'image/png', content: Buffer.from([10, 13, 0, 255]) }];
    expect(message({ text: '' }, {}, files)).toMatchObject({ subject: 'a.png', attachments: [{ name: 'a.png' }] });
  });

  it('ignores what is empty, and throws on what is no chat message', () => {
    expect(interpretChat(raw(writeItem(visitor('v'), said({ text: ' \n' }))))).toMatchObject({ outcome: 'ignore' });
    for (const bytes of ['', 'null', '{"v":2}', '{"v":1,"visitor":"x"}', 'From: a@b.test'])
      expect(() => interpretChat(raw(Buffer.from(bytes))), bytes).toThrow();
  });
});

describe('a chat item', () => {
  it('gives back every byte of its files, line feeds included', () => {
    const contents = [Buffer.from('a\nb\n\n'), Buffer.alloc(0), Buffer.from([0, 10, 255])];
    const files = contents.map((content, i) => ({ name: `${i}\n`, type: 'x/y', content }));
    const { attachments } = readItem(writeItem(visitor('v'), said({ text: 'line\nfeed' }), files));
    expect(attachments.map((a) => Buffer.from(a.content))).toEqual(contents);
    expect(attachments.map((a) => a.name)).toEqual(['0\n', '1\n', '2\n']);
  });

  it('is refused when bytes are missing or too many', () => {
    const bytes = writeItem(visitor('v'), said(), [{ name: 'a', type: 'x/y', content: Buffer.from('abc') }]);
    expect(() => readItem(bytes.subarray(0, -1))).toThrow();
    expect(() => readItem(Buffer.concat([bytes, Buffer.from('d')]))).toThrow();
  });
});

describe('the rate', () => {
  it('lets a burst through, then ten a second, and has patience with a hundred more', () => {
    const bucket = fullBucket(0);
    const at = (now: number, times: number) => Array.from({ length: times }, () => take(bucket, now));
    expect(at(0, 30).every((r) => r === 'ok')).toBe(true);
    expect(at(0, 1)).toEqual(['over']);
    expect(at(1000, 10)).toEqual([...Array<string>(9).fill('ok'), 'over']);
    expect(at(1000, 120).at(-1)).toBe('away');
    expect(at(60_000, 1)).toEqual(['ok']);
  });

  it('gives nothing for a clock that jumps back', () => {
    const bucket = fullBucket(1_000_000);
    expect(Array.from({ length: 40 }, () => take(bucket, 0)).at(-1)).toBe('over');
  });
});

describe('pictureType', () => {
  it.each([
    ['\x89PNG\r\n\x1a\n....', 'image/png'],
    ['\xff\xd8\xff\xe0', 'image/jpeg'],
    ['GIF89a', 'image/gif'],
    ['RIFF1234WEBP', 'image/webp'],
    ['<svg onload=alert(1)>', undefined],
    ['<html>', undefined],
    ['', undefined],
  ])('%j is %s', (bytes, type) => expect(pictureType(Buffer.from(bytes, 'latin1'))).toBe(type));
});
