import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A line between two programs that can be bad. */
export interface Proxy {
  port: number;
  /** Bytes of the server after which a connection is cut; undefined: never. */
  cutAfter: number | undefined;
  /** Milliseconds that each piece of the server's waits. */
  delayMs: number;
  /** What, once a client has said it, is passed on and holds all answers (`hold`). */
  holdAt: Buffer | undefined;
  /** Nothing of the server's passes until it is taken off; nobody is told. */
  hold(on: boolean): void;
  /** How often it was cut. */
  cuts: number;
  stop(): Promise<void>;
}

/** Passes on to a port of this machine. */
export async function startProxy(to: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const servers = new Set<Socket>();
  let held = false;
  const proxy: Proxy = { port: 0, cutAfter: undefined, delayMs: 0, holdAt: undefined, hold, cuts: 0, stop };
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1');
    let passed = 0;
    servers.add(far);
    if (held) far.pause();
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket
        .on('error', () => undefined)
        .on('close', () => (near.destroy(), far.destroy(), sockets.delete(socket), servers.delete(far)));
    }
    near.on('data', (data) => {
      if (proxy.holdAt && data.includes(proxy.holdAt)) hold(true);
      far.write(data);
    });
    far.on('data', (data) => {
      const rest = proxy.cutAfter === undefined ? Infinity : Math.max(0, proxy.cutAfter - passed);
      passed += data.length;
      const pass = () => {
        near.write(data.subarray(0, rest));
        if (rest < data.length) near.end(() => near.destroy());
      };
      if (rest < data.length) proxy.cuts++;
      if (proxy.delayMs > 0) setTimeout(pass, proxy.delayMs);
      else pass();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy.port = (server.address() as AddressInfo).port;
  return proxy;

  function hold(on: boolean): void {
    held = on;
    for (const far of servers) {
      if (on) far.pause();
      else far.resume();
    }
  }

  function stop(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(() => resolve()));
  }
}
