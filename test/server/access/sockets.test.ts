import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../server/access/policies.ts';
import { declareSocket, framesOf } from '../../../server/access/sockets.ts';

const frame = (name: string) => Type.Object({ t: Type.Literal(name) });
const shapes = { client: Type.Union([frame('hello'), frame('typing')]), server: Type.Union([frame('ready')]) };
const whole: Record<'client' | 'server', Record<string, Policy>> = {
  client: { hello: 'tickets.read', typing: 'tickets.write' },
  server: { ready: 'tickets.read' },
};

describe('the policies of a socket', () => {
  it('are those of its frames', () => {
    expect(framesOf(shapes.client)).toEqual(['hello', 'typing']);
    expect(declareSocket('/ws', shapes, whole)).toBe(whole);
  });

  it.each<[string, object]>([
    ['a frame has none', { client: { hello: 'tickets.read' } }],
    ['one is for no frame', { server: { ready: 'tickets.read', gone: 'tickets.read' } }],
    ['there is no such policy', { client: { hello: 'tickets.read', typing: 'tickets.everything' } }],
  ])('stop the start when %s', (_what, wrong) => {
    expect(() => declareSocket('/ws', shapes, { ...whole, ...wrong } as never)).toThrow('declares no policy');
  });
});
