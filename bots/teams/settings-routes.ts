import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { audit } from '../../server/audit/record.ts';
import type { Account, TeamsSettings } from '../../server/channels/channel.ts';
import type { Context } from '../../server/context.ts';
import { fail } from '../../server/errors.ts';
import { typed } from '../../server/http/route.ts';
import { accountById, addAccount, allAccounts, changeAccount, removeAccount } from '../../server/settings/accounts.ts';
import { MESSAGES_PATH } from './routes.ts';
import { probeBot } from './probe.ts';
import {
  TeamsBotBody,
  TeamsBotList,
  TeamsBotParams,
  TeamsBotView,
  TeamsProbeView,
  type TeamsBotBody as Body,
} from './schema.ts';

const PATH = '/api/v1/teams-bots';
const config = { policy: 'settings.write' } as const;
const tags = ['channels'];
const params = TeamsBotParams;

/** The bots in Microsoft Teams: the environment's, and those made here. */
export function teamsSettingsRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  app.get(PATH, { config, schema: { tags, response: { 200: TeamsBotList } } }, async () => ({
    items: (await botsOf(context)).map((bot) => present(context, bot)),
    next: null,
  }));
  app.post(
    PATH,
    { config, schema: { tags, body: TeamsBotBody, response: { 201: TeamsBotView } } },
    async ({ body, principal }, reply) => {
      const account = await addAccount(context, 'teams', inputOf(body));
      await audit(context, principal, 'channel.added', { about: { kind: 'channel', id: account.id } });
      return reply.code(201).send(present(context, account));
    },
  );
  app.put(
    `${PATH}/:id`,
    { config, schema: { tags, params, body: TeamsBotBody, response: { 200: TeamsBotView } } },
    async ({ params: { id }, body, principal }) => {
      const { teams } = await accountById(context, 'teams', id);
      const changed = await changeAccount(context, 'teams', id, inputOf(body, teams));
      await audit(context, principal, 'channel.changed', { about: { kind: 'channel', id } });
      return present(context, changed);
    },
  );
  app.delete(
    `${PATH}/:id`,
    { config, schema: { tags, params, response: { 204: Type.Null() } } },
    async ({ params: { id }, principal }, reply) => {
      await removeAccount(context, 'teams', id);
      await audit(context, principal, 'channel.removed', { about: { kind: 'channel', id } });
      return reply.code(204).send(null);
    },
  );
  testRoutes(server, context);
}

/** Trying whether a bot works, before it is kept and afterwards. */
function testRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  app.post(
    `${PATH}/test`,
    { config, schema: { tags, body: TeamsBotBody, response: { 200: TeamsProbeView } } },
    async ({ body }) => {
      const known = (await botsOf(context)).find(({ address }) => address === body.appId.toLowerCase());
      return await probeBot(context, inputOf(body, known?.teams).settings);
    },
  );
  app.post(
    `${PATH}/:id/test`,
    { config, schema: { tags, params, response: { 200: TeamsProbeView } } },
    async ({ params: { id } }) => {
      const known = (await botsOf(context)).find((bot) => bot.id === id);
      return await probeBot(context, known?.teams ?? fail('not-found'));
    },
  );
}

const botsOf = async (context: Context): Promise<Account[]> =>
  (await allAccounts(context)).filter(({ channel, teams }) => channel === 'teams' && teams);

/** A secret is of one app only: another id needs its own. */
function inputOf({ name, appId, appPassword, tenants, enabled }: Body, known?: TeamsSettings) {
  const kept = known?.appId.toLowerCase() === appId.toLowerCase() ? known.appPassword : undefined;
  const secret = appPassword ?? kept ?? fail('unprocessable', 'A new app needs its client secret.');
  return { name, address: appId, enabled, settings: { appId: appId.toLowerCase(), appPassword: secret, tenants } };
}

function present({ config: { publicUrl } }: Context, { id, name, address, enabled, teams }: Account) {
  return {
    id,
    name,
    appId: teams?.appId ?? address ?? '',
    tenants: teams?.tenants ?? [],
    enabled,
    locked: id === 'env',
    endpoint: publicUrl + MESSAGES_PATH,
  };
}
