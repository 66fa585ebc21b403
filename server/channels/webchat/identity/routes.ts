import type { FastifyInstance } from 'fastify';
import { audit } from '../../../audit/record.ts';
import type { Context } from '../../../context.ts';
import { fail } from '../../../errors.ts';
import { typed } from '../../../http/route.ts';
import type { Visitors } from '../visitors.ts';
import { changeMode, identityRules, makeSecret, type Rules } from './rules.ts';
import { examine, type Proved } from './prove.ts';
import { IdentityBody, IdentitySecret, IdentityView, TrialBody, TrialView, type Flaw } from './schema.ts';

/** How visitors of the chat prove who they are. What changes here holds for open chats too: they begin anew. */
export function identityRoutes(server: FastifyInstance, context: Context, visitors: Visitors): void {
  const app = typed(server);
  const config = { policy: 'settings.write' as const };
  const tags = ['channels'];
  const address = '/api/v1/webchat/identity';
  const response = { 200: IdentityView };

  app.get(address, { config, schema: { tags, response } }, async () => present(await identityRules(context)));
  app.put(address, { config, schema: { tags, body: IdentityBody, response } }, async ({ body, principal }) => {
    const rules = await changeMode(context, body.mode);
    visitors.closeAll();
    await audit(context, principal, 'channel.changed', { changed: ['identity'] });
    return present(rules);
  });
  app.post(
    `${address}/secret`,
    { config, schema: { tags, response: { 201: IdentitySecret } } },
    async ({ principal }, reply) => {
      const rules = await makeSecret(context);
      visitors.closeAll();
      await audit(context, principal, 'channel.changed', { changed: ['identity secret'] });
      return reply.code(201).send({ ...present(rules), secret: rules.secret });
    },
  );
  app.post(
    `${address}/trial`,
    { config, schema: { tags, body: TrialBody, response: { 200: TrialView } } },
    async ({ body }) => {
      const { secret } = await identityRules(context);
      if (secret === '') fail('unprocessable', 'Make a secret first.');
      return presentTrial(examine(body.proof, secret, context.clock.now().getTime()));
    },
  );
}

function presentTrial(found: Proved | Flaw): TrialView {
  if (typeof found === 'string') return { flaw: found, id: null, email: null, name: null, until: null };
  const { id, email = null, name = null, until } = found;
  return { flaw: null, id, email, name, until: new Date(until).toISOString() };
}

const present = ({ mode, madeAt }: Rules): IdentityView => ({ mode, madeAt: madeAt?.toISOString() ?? null });
