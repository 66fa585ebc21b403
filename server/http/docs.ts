import fastifySwagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import type { TSchema } from 'typebox';
import type { Policy } from '../access/policies.ts';
import { apiPage, type Described } from './docs-page.ts';

const API = '/api/v1/';

/** Collects the descriptions of all routes added after it, from their schemas. */
export async function describeApi(app: FastifyInstance, publicUrl: string): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.0.3',
      info: { title: 'Ombud', version: '1', description: 'Errors are RFC 9457 problems with a stable `code`.' },
      ...(publicUrl ? { servers: [{ url: publicUrl }] } : {}),
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: 'ombud_session' },
        },
      },
    },
    transform: ({ schema, url, route }) => ({
      url,
      schema: url.startsWith(API)
        ? { ...schema, tags: [areaOf(url)], ...accessOf(route.config?.policy) }
        : { ...schema, hide: true },
    }),
  });
}

/**
 * GET /api/v1/openapi.json, the same to read at /api/docs, and the JSON Schema of every socket frame, by socket and
 * direction, at GET /api/v1/sockets.json.
 */
export function docsRoutes(app: FastifyInstance, sockets: Record<string, Record<string, TSchema>>): void {
  const open = { config: { policy: 'public' }, schema: { hide: true } } as const;
  app.get('/api/v1/openapi.json', open, async () => app.swagger());
  app.get('/api/v1/sockets.json', open, async () => ({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...(asJsonSchema(sockets) as object),
  }));
  app.get('/api/docs', open, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(apiPage(app.swagger() as Described)),
  );
}

/** `nullable` is OpenAPI's; JSON Schema says that null is one of the types (a null among the words stands there). */
function asJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(asJsonSchema);
  if (node === null || typeof node !== 'object') return node;
  const { nullable, ...rest } = node as { nullable?: boolean; type?: unknown };
  const schema = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, asJsonSchema(value)]));
  if (nullable !== true) return schema;
  return typeof rest.type === 'string'
    ? { ...schema, type: [rest.type, 'null'] }
    : { anyOf: [schema, { type: 'null' }] };
}

/** Routes stand together by the first word after /api/v1/. */
const areaOf = (url: string): string => url.slice(API.length).split(/[/.]/)[0] ?? '';

function accessOf(policy: Policy | undefined): object {
  if (!policy || policy === 'public') return { security: [] };
  return { security: [{ token: [] }, { session: [] }], description: `Needs ${policy}.` };
}
