import type { FastifyInstance } from 'fastify';
import type { RawData, WebSocket, WebSocketServer } from 'ws';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

/** What went over the sockets of an app, against what it publishes of them. */
export interface SocketFrames {
  /** How often each frame went, as `/ws/inbox client hello`. */
  readonly seen: ReadonlyMap<string, number>;
  /** What no published schema allows and went all the same; a frame of the client's: that was not refused. */
  readonly wrong: readonly string[];
}

type Side = 'client' | 'server';
type Checks = Record<string, Record<Side, (frame: unknown) => boolean>>;

const compiled = new Map<string, Checks>();

/**
 * Looks at every frame of every socket of an app in both directions, and holds it against GET /api/v1/sockets.json.
 * Nothing of the app is asked how it checks frames itself.
 */
export function watchFrames(server: FastifyInstance): SocketFrames {
  const seen = new Map<string, number>();
  const wrong: string[] = [];
  const { websocketServer } = server as unknown as { websocketServer: WebSocketServer };
  let published: Promise<Checks> | undefined;
  // What goes before the schemas have been read is looked at then.
  const look = (path: string, side: Side, text: string, refused: () => boolean): void => {
    const answered =
      side === 'client' ? new Promise<boolean>((resolve) => setImmediate(() => resolve(refused()))) : false;
    published ??= checksOf(server);
    void published.then(async (checks) => {
      const frame = parsed(text);
      const name = (frame as { t?: unknown } | undefined)?.t;
      if (checks[path]?.[side](frame))
        seen.set(`${path} ${side} ${name}`, (seen.get(`${path} ${side} ${name}`) ?? 0) + 1);
      else if (!(await answered)) wrong.push(`${path} ${side}: ${text.slice(0, 500)}`);
    });
  };
  websocketServer.on('connection', (socket: WebSocket, request: { url?: string }) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    let errors = 0;
    const { send } = socket;
    socket.send = function (this: WebSocket, ...given: Parameters<WebSocket['send']>) {
      const text = String(given[0]);
      if ((parsed(text) as { t?: unknown } | undefined)?.t === 'error') errors += 1;
      look(path, 'server', text, () => false);
      return send.apply(this, given);
    } as WebSocket['send'];
    socket.on('message', (data: RawData, binary: boolean) => {
      const before = errors;
      const text = binary ? 'a binary frame' : String(data);
      look(path, 'client', text, () => errors > before || socket.readyState !== socket.OPEN);
    });
  });
  return { seen, wrong };
}

async function checksOf(server: FastifyInstance): Promise<Checks> {
  const { body } = await server.inject({ url: '/api/v1/sockets.json' });
  const known = compiled.get(body);
  if (known) return known;
  const { $schema: _, ...sockets } = JSON.parse(body) as { $schema: string } & Record<string, Record<Side, TSchema>>;
  const checks: Checks = {};
  for (const [path, sides] of Object.entries(sockets)) {
    const [client, fromServer] = [Compile(sides.client), Compile(sides.server)];
    checks[path] = { client: (frame) => client.Check(frame), server: (frame) => fromServer.Check(frame) };
  }
  compiled.set(body, checks);
  return checks;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
