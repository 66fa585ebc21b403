import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Heard {
  headers: IncomingHttpHeaders;
  body: string;
  event: { id: string; type: string; at: string; data: Record<string, unknown> };
}

/** Another system: keeps what it is told, and answers as it is told to. */
export interface Receiver {
  url: string;
  heard: Heard[];
  /** Answers 204 unless this does something else. */
  answer: (response: ServerResponse) => void;
  types(): string[];
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const receiver: Receiver = {
    url: '',
    heard: [],
    answer: (response) => void response.writeHead(204).end(),
    types: () => receiver.heard.map(({ event }) => event.type),
    close: () => new Promise((done) => (server.closeAllConnections(), server.close(() => done()))),
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      receiver.heard.push({ headers: request.headers, body, event: JSON.parse(body) as Heard['event'] });
      receiver.answer(response);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?key=s3cret`;
  return receiver;
}
