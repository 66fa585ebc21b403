import { beforeEach, describe, expect, it } from 'vitest';
import { Presence } from '../../../server/realtime/presence.ts';
import type { ServerFrame } from '../../../server/realtime/schema.ts';

const [ana, ion] = [
  { id: 'a', name: 'Ana' },
  { id: 'i', name: 'Ion' },
] as const;
let now = 0;
let told: Extract<ServerFrame, { t: 'presence' }>[];
let presence: Presence;
beforeEach(() => {
  now = 1_000;
  told = [];
  presence = new Presence({ now: () => new Date(now) }, (frame) => frame.t === 'presence' && told.push(frame));
});
/** What was told since the last look: ticket, viewers, typing, customer. */
const look = () =>
  told
    .splice(0)
    .map((f) => [f.ticket, f.viewers.map((p) => p.name).join(), f.typing.map((p) => p.name).join(), f.customerTyping]);
const [one, two, three] = [{}, {}, {}];

describe('who looks', () => {
  it('is told of both tickets when somebody goes from one to the other', () => {
    presence.watch(one, ana, 7);
    presence.watch(one, ana, 8);
    presence.watch(one, ana, null);
    expect(look()).toEqual([
      [7, 'Ana', '', false],
      [7, '', '', false],
      [8, 'Ana', '', false],
      [8, '', '', false],
    ]);
  });

  it('counts a person once, and until the last screen is gone', () => {
    presence.watch(one, ana, 7);
    presence.watch(two, ana, 7);
    presence.watch(three, ion, 7);
    presence.leave(one);
    presence.leave(two);
    expect(look()).toEqual([
      [7, 'Ana', '', false],
      [7, 'Ana,Ion', '', false],
      [7, 'Ion', '', false],
    ]);
  });

  it('ends after 45 s without a sign of life', () => {
    presence.watch(one, ana, 7);
    presence.watch(two, ion, 7);
    now += 30_000;
    presence.renew(one);
    now += 15_000;
    presence.expire();
    expect(look().at(-1)).toEqual([7, 'Ana', '', false]);
    now += 30_000;
    presence.expire();
    expect(look()).toEqual([[7, '', '', false]]);
  });
});

describe('who types', () => {
  it('is told once, and ends after 6 s, with the message or with leaving the ticket', () => {
    presence.typing(one, ana, 7, true);
    presence.typing(one, ana, 7, true);
    expect(look()).toEqual([[7, '', 'Ana', false]]);
    now += 6_000;
    presence.expire();
    expect(look()).toEqual([[7, '', '', false]]);
    presence.typing(one, ana, 7, true);
    presence.typing(one, ana, 7, false);
    presence.typing(one, ana, 7, true);
    presence.watch(one, ana, 8);
    expect(look().slice(2)).toEqual([
      [7, '', 'Ana', false],
      [7, '', '', false],
      [8, 'Ana', '', false],
    ]);
  });

  it('may be the customer', () => {
    presence.customerTyping(7, true);
    now += 5_999;
    presence.expire();
    expect(look()).toEqual([[7, '', '', true]]);
    now += 1;
    presence.expire();
    expect(look()).toEqual([[7, '', '', false]]);
    expect(presence.frames()).toEqual([]);
  });
});
