import { describe, expect, it } from 'vitest';
import {
  anchorId,
  isAddressee,
  isOwnAddress,
  mintMessageId,
  readMessageId,
  readReplyAddress,
  replyAddress,
} from '../../../../server/channels/email/token.ts';
import { testDesk } from './desk.ts';

const { vault, address } = testDesk();
const other = testDesk(2);
const mint = (thread = 'thread-1', to = 'ann@people.test') => mintMessageId(vault, address, thread, to);
const parts = (id: string) => id.slice(0, id.indexOf('@')).split('.');
const exchange = (id: string, place: number, value: string) =>
  `${parts(id).with(place, value).join('.')}@${id.split('@')[1]}`;

describe('the Message-ID', () => {
  it('tells thread and addressee, whatever the case of the address', () => {
    const token = readMessageId(vault, mint());
    expect(token?.thread).toBe('thread-1');
    expect(token && isAddressee(vault, token, 'Ann@People.test')).toBe(true);
    expect(token && isAddressee(vault, token, 'eve@people.test')).toBe(false);
  });

  it('is another one each time, and no longer than a header line takes', () => {
    const ids = new Set(Array.from({ length: 100 }, () => mint()));
    expect(ids.size).toBe(100);
    expect(Math.max(...[...ids].map((id) => id.length))).toBeLessThan(200);
  });

  it('has an anchor beside it that is always the same', () => {
    expect(anchorId(vault, address, 't', 'a@b.test')).toBe(anchorId(vault, address, 't', 'a@b.test'));
    expect(readMessageId(vault, anchorId(vault, address, 't', 'a@b.test'))?.thread).toBe('t');
  });

  const id = mint();
  it.each<[string, string]>([
    ['another ticket', exchange(id, 1, 'thread-2')],
    ['another random part', exchange(id, 2, 'anchor')],
    ['another addressee', exchange(id, 3, parts(mint('thread-1', 'eve@people.test'))[3] ?? '')],
    ['the MAC of another mail', exchange(id, 4, parts(mint('thread-2'))[4] ?? '')],
    ['no MAC', exchange(id, 4, '')],
    ['a shorter MAC', exchange(id, 4, parts(id)[4]?.slice(0, -1) ?? '')],
    [
      'a flipped bit in the MAC',
      exchange(id, 4, `${parts(id)[4]?.startsWith('A') ? 'B' : 'A'}${parts(id)[4]?.slice(1)}`),
    ],
    ['the key of another desk', mintMessageId(other.vault, address, 'thread-1', 'ann@people.test')],
    [
      'the reply tag’s MAC',
      exchange(id, 4, replyAddress(vault, address, 'thread-1', 'ann@people.test').split(/[.@]/)[2] ?? ''),
    ],
    ['something in front', `x${id}`],
    ['an invented one', 'CAF=abc123@mail.example'],
    ['nothing', ''],
  ])('is refused with %s', (_, forged) => {
    expect(readMessageId(vault, forged)).toBeUndefined();
  });
});

describe('the reply tag', () => {
  const tagged = replyAddress(vault, address, 'thread-1', 'ann@people.test');
  it('fits into a local part and tells thread and addressee', () => {
    expect(tagged.split('@')[0]?.length).toBeLessThanOrEqual(64);
    const token = readReplyAddress(
      vault,
      address,
      tagged.replace('support', 'Support').replace('desk.test', 'DESK.test'),
    );
    expect(token?.thread).toBe('thread-1');
    expect(token && isAddressee(vault, token, 'ann@people.test')).toBe(true);
  });

  it.each<[string, string]>([
    ['another ticket', tagged.replace('thread-1', 'thread-2')],
    ['another domain', tagged.replace('desk.test', 'desk.example')],
    ['another local part', tagged.replace('support', 'sales')],
    ['no tag', address],
    ['a number for a tag', 'support+17@desk.test'],
    ['the key of another desk', replyAddress(other.vault, address, 'thread-1', 'ann@people.test')],
  ])('is refused with %s', (_, forged) => {
    expect(readReplyAddress(vault, address, forged)).toBeUndefined();
  });
});

it.each<[string, boolean]>([
  ['support@desk.test', true],
  ['Support@Desk.TEST', true],
  ['support+x@desk.test', true],
  ['supporter@desk.test', false],
  ['support@other.test', false],
  ['support', false],
])('knows whether %s is our own address', (candidate, own) => {
  expect(isOwnAddress(address, candidate)).toBe(own);
});
