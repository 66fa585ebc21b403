import type { FastifyInstance, FastifyRequest } from 'fastify';
import { audit } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { typed } from '../../http/route.ts';
import type { Attempts } from '../attempts.ts';
import { loadAgent } from '../change.ts';
import { me } from '../find.ts';
import type { AgentDoc } from '../model.ts';
import { provePassword } from '../prove.ts';
import { AgentParams, Nothing } from '../schema.ts';
import { begin, confirm, end, renewCodes, secondFactorOf } from './factor.ts';
import { CodeBody, ProofBody, RecoveryCodes, TwoFactorSecret, TwoFactorView } from './schema.ts';

const OWN = '/api/v1/agents/me/two-factor';
const TAGS = ['people'];

/** The agent's own second factor; an admin can switch off anybody's, whose device is lost. */
export function twoFactorRoutes(server: FastifyInstance, context: Context, attempts: Attempts): void {
  const app = typed(server);
  const config = { policy: 'self.write' as const };
  const proved = async (request: FastifyRequest<{ Body: { password: string } }>): Promise<AgentDoc> => {
    const agent = await me(context, request.principal);
    await provePassword(context, attempts, agent, request.body.password);
    return agent;
  };
  app.get(
    OWN,
    { config: { policy: 'self.read' }, schema: { tags: TAGS, response: { 200: TwoFactorView } } },
    async (request) => present(context, await me(context, request.principal)),
  );
  app.post(
    OWN,
    { config, schema: { tags: TAGS, body: ProofBody, response: { 200: TwoFactorSecret } } },
    async (request) => begin(context, await proved(request)),
  );
  app.put(
    OWN,
    { config, schema: { tags: TAGS, body: CodeBody, response: { 200: RecoveryCodes } } },
    async (request) => {
      const codes = await confirm(context, await me(context, request.principal), request.body.code);
      await audit(context, request.principal, 'two-factor.on');
      return { codes };
    },
  );
  app.post(
    `${OWN}/codes`,
    { config, schema: { tags: TAGS, body: ProofBody, response: { 200: RecoveryCodes } } },
    async (request) => {
      const codes = await renewCodes(context, await proved(request));
      await audit(context, request.principal, 'two-factor.codes-renewed');
      return { codes };
    },
  );
  app.post(
    `${OWN}/removal`,
    { config, schema: { tags: TAGS, body: ProofBody, response: { 204: Nothing } } },
    async (request, reply) => {
      await end(context, (await proved(request))._id);
      await audit(context, request.principal, 'two-factor.off');
      return reply.code(204).send(null);
    },
  );
  othersRoute(server, context);
}

function othersRoute(server: FastifyInstance, context: Context): void {
  typed(server).delete(
    '/api/v1/agents/:id/two-factor',
    {
      config: { policy: 'agents.write' },
      schema: { tags: TAGS, params: AgentParams, response: { 204: Nothing } },
    },
    async (request, reply) => {
      const agent = await loadAgent(context, request.params.id);
      await end(context, agent._id);
      await audit(context, request.principal, 'agent.two-factor-off', aboutAgent(agent));
      return reply.code(204).send(null);
    },
  );
}

const aboutAgent = ({ _id }: AgentDoc) => ({ about: { kind: 'agent' as const, id: String(_id) } });

async function present(context: Context, agent: AgentDoc): Promise<TwoFactorView> {
  const factor = await secondFactorOf(context, agent._id);
  return {
    on: factor !== undefined,
    since: factor?.since?.toISOString() ?? null,
    codesLeft: factor?.recovery.length ?? 0,
  };
}
