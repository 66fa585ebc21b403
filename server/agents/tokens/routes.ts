import type { FastifyInstance } from 'fastify';
import { audit } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { fail } from '../../errors.ts';
import { typed } from '../../http/route.ts';
import { Tokens, type TokenDoc } from '../model.ts';
import { Nothing } from '../schema.ts';
import { refOf, type OpenSessions } from '../session.ts';
import { addToken, SCOPES } from '../token.ts';
import { CreateToken, NewToken, TokenList, TokenParams, type TokenView } from './schema.ts';

const TAGS = ['people'];
const config = { policy: 'tokens.write' as const };

/** Access tokens of programs: made by admins, never by a token. */
export function tokenRoutes(server: FastifyInstance, context: Context, sessions: OpenSessions): void {
  const app = typed(server);
  app.get('/api/v1/tokens', { config, schema: { tags: TAGS, response: { 200: TokenList } } }, async () => ({
    items: (await listTokens(context)).map((doc) => present(context, doc)),
    scopes: [...SCOPES],
    next: null,
  }));
  app.post(
    '/api/v1/tokens',
    { config, schema: { tags: TAGS, body: CreateToken, response: { 201: NewToken } } },
    async (request, reply) => {
      const { name, scopes } = request.body;
      if (!scopes.every((scope) => SCOPES.includes(scope))) fail('unprocessable', 'There is no such scope.');
      const token = await addToken(context, name.trim(), scopes);
      const doc = await Tokens(context).findById(context.vault.hash('token', token)).orFail().lean<TokenDoc>();
      const view = present(context, doc);
      await audit(context, request.principal, 'token.added', { about: { kind: 'token', id: view.id } });
      return reply.code(201).send({ ...view, token });
    },
  );
  app.delete(
    '/api/v1/tokens/:id',
    { config, schema: { tags: TAGS, params: TokenParams, response: { 204: Nothing } } },
    async (request, reply) => {
      const { id } = request.params;
      const token = (await listTokens(context)).find(({ _id }) => refOf(context, 'token', _id) === id);
      await Tokens(context).deleteOne({ _id: (token ?? fail('not-found'))._id });
      sessions.forgetTokens();
      await audit(context, request.principal, 'token.revoked', { about: { kind: 'token', id } });
      return reply.code(204).send(null);
    },
  );
}

/** As many as a company has programs; the newest first. */
const listTokens = (context: Context): Promise<TokenDoc[]> =>
  Tokens(context).find().sort({ createdAt: -1 }).lean<TokenDoc[]>();

function present(context: Context, { _id, name, scopes, createdAt, lastUsedAt }: TokenDoc): TokenView {
  return {
    id: refOf(context, 'token', _id),
    name,
    scopes,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
