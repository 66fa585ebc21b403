import { describe, expect, it } from 'vitest';
import { connect, eventually, openDesk } from './desk.ts';

const desk = openDesk();

describe('hostile frames', () => {
  it.each<[string, string | Buffer]>([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['null', 'null'],
    ['an unknown event', '{"t":"drop"}'],
    ['a further field', '{"t":"ping","x":1}'],
    ['a wrong type', '{"t":"watch","ticket":"1"}'],
    ['an operator', '{"t":"watch","ticket":{"$gt":0}}'],
    ['a negative number', '{"t":"hello","after":-1}'],
    ['a prototype', '{"__proto__":{"t":"ping"}}'],
    ['bytes', Buffer.from('{"t":"ping"}')],
  ])('%s: the same answer always, and the socket closes at the fifth', async (_what, frame) => {
    const { cookie } = await desk.app.signIn();
    const client = await connect(desk, cookie);
    const before = client.frames.length;
    for (let i = 0; i < 5; i += 1) client.socket.send(frame, { binary: typeof frame !== 'string' });
    expect(await client.closed).toBe(1008);
    expect(client.frames.slice(before)).toEqual(Array(5).fill({ t: 'error', code: 'bad-frame' }));
  });

  it('nothing before hello, and hello once', async () => {
    const { cookie } = await desk.app.signIn();
    const client = await connect(desk, cookie, null);
    client.send({ t: 'watch', ticket: 1 });
    await eventually(() => client.frames).toEqual([{ t: 'error', code: 'hello-first' }]);
    client.send({ t: 'hello' });
    client.send({ t: 'hello' });
    await eventually(() => client.frames.some((f) => f.t === 'error' && f.code === 'hello-twice')).toBe(true);
  });

  it('too large or too many', async () => {
    const { cookie } = await desk.app.signIn();
    const large = await connect(desk, cookie);
    large.send(JSON.stringify({ t: 'ping', x: 'x'.repeat(70_000) }));
    expect(await large.closed).toBe(1009);
    const many = await connect(desk, cookie);
    for (let i = 0; i < 200; i += 1) many.send({ t: 'ping' });
    expect(await many.closed).toBe(1008);
    expect(many.frames.at(-1)).toEqual({ t: 'error', code: 'rate-limited' });
  });
});
