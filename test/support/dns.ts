import { createSocket } from 'node:dgram';

/** A name server (RFC 1035, UDP) that knows TXT records only: name → text. */
export interface NameServer {
  /** For Resolver.setServers. */
  address: string;
  records: Map<string, string>;
  /** Names that were asked for, in their order. */
  asked: string[];
  /** While true it answers nothing. */
  silent: boolean;
  stop(): Promise<void>;
}

export async function startNameServer(records: Record<string, string> = {}): Promise<NameServer> {
  const socket = createSocket('udp4');
  const server: NameServer = {
    address: '',
    records: new Map(Object.entries(records)),
    asked: [],
    silent: false,
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  };
  socket.on('message', (query, from) => {
    const { name, type, end } = question(query);
    server.asked.push(name);
    if (!server.silent)
      socket.send(
        answer(query.subarray(0, end), type === 16 ? server.records.get(name) : undefined),
        from.port,
        from.address,
      );
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  server.address = `127.0.0.1:${socket.address().port}`;
  return server;
}

function question(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** The question again with one TXT record; NXDOMAIN without one. */
function answer(query: Buffer, text: string | undefined): Buffer {
  const head = Buffer.from(query);
  head.writeUInt16BE(text === undefined ? 0x8183 : 0x8180, 2);
  head.writeUInt16BE(text === undefined ? 0 : 1, 6);
  head.fill(0, 8, 12);
  if (text === undefined) return head;
  const strings = (text.match(/.{1,255}/gs) ?? []).map((part) =>
    Buffer.concat([Buffer.from([part.length]), Buffer.from(part, 'latin1')]),
  );
  const data = Buffer.concat(strings);
  const record = Buffer.from([0xc0, 0x0c, 0, 16, 0, 1, 0, 0, 0, 60, data.length >> 8, data.length & 0xff]);
  return Buffer.concat([head, record, data]);
}
