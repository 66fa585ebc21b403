import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { isPublic, pinnedAddress, type HostAddress } from '../../../server/http/addresses.ts';
import { fetchOutside } from '../../../server/http/outgoing.ts';

const open: (Server | TcpServer)[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of open.splice(0)) await new Promise((done) => server.close(done));
});

async function portOf(server: Server | TcpServer): Promise<number> {
  open.push(server);
  server.on('connection', (socket: Socket) => void sockets.push(socket.on('error', () => undefined)));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}
const serve = (listener: RequestListener): Promise<number> => portOf(createServer(listener));
const loopback: HostAddress = { address: '127.0.0.1', family: 4 };

describe('which addresses are public', () => {
  it.each([
    ...['93.184.215.14', '8.8.8.8', '172.15.255.255', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::5'],
  ])('%s is', (address) => expect(isPublic(address)).toBe(true));

  it.each([
    ...['127.0.0.1', '127.255.255.254', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254'],
    ...['0.0.0.0', '100.64.0.1', '192.0.0.8', '198.18.0.1', '203.0.113.7', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
    ...['::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::7f00:1', 'fc00::1', 'fd12::1', 'fe80::1', 'ff02::1'],
    ...['64:ff9b::7f00:1', '64:ff9b:1::1', '2001:db8::1', '2001::1', '2002:7f00:1::', '3fff::1', '100::1'],
    ...['localhost', '', '127.1', '0x7f.1', '2130706433'],
  ])('%s is not', (address) => expect(isPublic(address)).toBe(false));
});

describe('where a host is reached', () => {
  const pinned = (host: string, addresses: HostAddress[], allowed: string[] = []) =>
    pinnedAddress(host, { allowed, resolve: () => Promise.resolve(addresses) });
  const outside: HostAddress = { address: '93.184.215.14', family: 4 };

  it('is the first of its addresses, when all are public', async () =>
    expect(await pinned('shop.example', [outside, { address: '2606:4700::1', family: 6 }])).toEqual(outside));

  it.each([
    ['a private one', [loopback]],
    ['a private one behind a public one', [outside, loopback]],
    ['none', []],
    ['an embedded one', [{ address: '::ffff:10.0.0.1', family: 6 as const }]],
  ])('is nowhere when the name answers %s', async (_what, addresses) =>
    expect(await pinned('rebind.example', addresses)).toBeUndefined(),
  );

  it('may be private when the host is on the list, written as it is', async () => {
    expect(await pinned('Hooks.LAN', [loopback], ['hooks.lan'])).toEqual(loopback);
    expect(await pinned('evil.hooks.lan', [loopback], ['hooks.lan'])).toBeUndefined();
  });

  it.each(['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '169.254.169.254'])('%s is refused as it stands', async (host) =>
    expect(await pinnedAddress(host, { allowed: [] })).toBeUndefined(),
  );
});

describe('a request to another house', () => {
  /** A name that leads here, as an admin would have to allow it. */
  const ask = (port: number, more: object = {}) =>
    fetchOutside({
      url: `http://hooks.example:${port}/path?x=1`,
      body: Buffer.from('{"a":1}'),
      headers: { 'content-type': 'application/json' },
      allowed: ['hooks.example'],
      resolve: () => Promise.resolve([loopback]),
      ...more,
    });

  it('brings body and headers, with the host’s name, and the answer back', async () => {
    let heard: unknown;
    const port = await serve((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        heard = { method: request.method, url: request.url, host: request.headers.host, body };
        response.writeHead(201, { 'x-was': 'here' }).end('thanks');
      });
    });
    const answer = await ask(port);
    expect(heard).toEqual({ method: 'POST', url: '/path?x=1', host: `hooks.example:${port}`, body: '{"a":1}' });
    expect([answer.status, answer.headers['x-was'], answer.body.toString()]).toEqual([201, 'here', 'thanks']);
  });

  it('asks for the address once: a name that changes its answer leads nowhere else', async () => {
    let asked = 0;
    const port = await serve((_request, response) => response.end('first'));
    const answers = [[loopback], [{ address: '127.0.0.99', family: 4 as const }]];
    const resolve = () => Promise.resolve(answers[asked++] ?? []);
    expect((await ask(port, { resolve })).body.toString()).toBe('first');
    expect(asked).toBe(1);
  });

  it.each([
    ['a private address behind a public name', { allowed: [] }, 'private-address'],
    ['a private address as it stands', { url: 'http://127.0.0.1:1/', allowed: [] }, 'private-address'],
    ['the number of a private address', { url: 'http://2130706433/', allowed: [] }, 'private-address'],
    ['the cloud’s own service', { url: 'http://169.254.169.254/latest/meta-data', allowed: [] }, 'private-address'],
    ['a name that leads nowhere', { resolve: () => Promise.reject(new Error('ENOTFOUND')) }, 'unresolved'],
    ['a file', { url: 'file:///etc/passwd' }, 'bad-address'],
    ['name and password', { url: 'http://user:pass@hooks.example/' }, 'bad-address'],
    ['no address', { url: 'hooks.example' }, 'bad-address'],
    ['nobody there', { url: 'http://hooks.example:1/' }, 'network'],
  ])('is refused: %s', async (_what, more, reason) => expect(ask(1, more)).rejects.toMatchObject({ reason }));

  it('follows no redirect', async () => {
    let second = false;
    const port = await serve((request, response) => {
      if (request.url === '/secret') second = true;
      response.writeHead(302, { location: '/secret' }).end();
    });
    await expect(ask(port)).rejects.toMatchObject({ reason: 'redirect' });
    expect(second).toBe(false);
  });

  it('ends with an answer that is too large, however it comes', async () => {
    const port = await serve((_request, response) => {
      const more = (): void => {
        while (response.write(Buffer.alloc(65_536)));
        response.once('drain', more);
      };
      more();
    });
    await expect(ask(port, { maxBytes: 100_000 })).rejects.toMatchObject({ reason: 'large' });
  });

  it('ends in time: no answer, an answer drop by drop, a resolver that does not come back', async () => {
    const silent = await portOf(createTcpServer(() => undefined));
    await expect(ask(silent, { timeoutMs: 150 })).rejects.toMatchObject({ reason: 'slow' });
    const drops = await serve((_request, response) => {
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(timer));
    });
    await expect(ask(drops, { timeoutMs: 300 })).rejects.toMatchObject({ reason: 'slow' });
    const never = { timeoutMs: 100, resolve: () => new Promise<never>(() => undefined) };
    await expect(ask(drops, never)).rejects.toMatchObject({ reason: 'slow' });
  });

  it('ends with an answer that is none', async () => {
    const port = await portOf(createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n')));
    await expect(ask(port)).rejects.toMatchObject({ reason: 'network' });
    const heads = await serve((_request, response) => response.setHeader('x-huge', 'x'.repeat(40_000)).end());
    await expect(ask(heads)).rejects.toMatchObject({ reason: 'network' });
  });
});
