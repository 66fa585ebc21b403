import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { audit } from '../../server/audit/record.ts';
import type { Account } from '../../server/channels/channel.ts';
import type { Context } from '../../server/context.ts';
import { fail } from '../../server/errors.ts';
import { typed } from '../../server/http/route.ts';
import {
  accountById,
  addAccount,
  allAccounts,
  botIdOf,
  changeAccount,
  removeAccount,
} from '../../server/settings/accounts.ts';
import { BotBody, BotList, BotParams, BotProbe, BotView, TokenBody } from './schema.ts';
import { telegramOf } from './telegram.ts';

/** The Telegram bots of the desk: the environment's, and those made here. */
export function botRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const config = { policy: 'settings.write' } as const;
  const tags = ['channels'];
  const params = BotParams;
  const present = (account: Account) => presentBot(account, telegramOf(context).usernameOf(account.id));

  app.get('/api/v1/telegram-bots', { config, schema: { tags, response: { 200: BotList } } }, async () => ({
    items: (await botsOf(context)).map(present),
    next: null,
  }));
  app.post(
    '/api/v1/telegram-bots',
    { config, schema: { tags, body: BotBody, response: { 201: BotView } } },
    async ({ body, principal }, reply) => {
      const account = await addAccount(context, 'telegram', inputOf(body));
      await audit(context, principal, 'channel.added', { about: { kind: 'channel', id: account.id } });
      return reply.code(201).send(present(account));
    },
  );
  app.put(
    '/api/v1/telegram-bots/:id',
    { config, schema: { tags, params, body: BotBody, response: { 200: BotView } } },
    async ({ params: { id }, body, principal }) => {
      const known = await accountById(context, 'telegram', id);
      const account = await changeAccount(context, 'telegram', id, inputOf(body, known));
      await audit(context, principal, 'channel.changed', { about: { kind: 'channel', id } });
      return present(account);
    },
  );
  app.delete(
    '/api/v1/telegram-bots/:id',
    { config, schema: { tags, params, response: { 204: Type.Null() } } },
    async ({ params: { id }, principal }, reply) => {
      await removeAccount(context, 'telegram', id);
      await audit(context, principal, 'channel.removed', { about: { kind: 'channel', id } });
      return reply.code(204).send(null);
    },
  );
  testRoutes(server, context);
}

/** Trying whether a bot works, before it is kept and afterwards. */
function testRoutes(server: FastifyInstance, context: Context): void {
  const config = { policy: 'settings.write' } as const;
  const tags = ['channels'];
  const probe = async (token: string): Promise<BotProbe> => {
    const { probeBot } = await import('./probe.ts');
    return await probeBot(token, context.config.telegram.apiRoot);
  };
  typed(server).post(
    '/api/v1/telegram-bots/test',
    { config, schema: { tags, body: TokenBody, response: { 200: BotProbe } } },
    ({ body }) => probe(body.token),
  );
  typed(server).post(
    '/api/v1/telegram-bots/:id/test',
    { config, schema: { tags, params: BotParams, response: { 200: BotProbe } } },
    async ({ params: { id } }) => {
      const known = (await botsOf(context)).find((one) => one.id === id);
      return await probe(known?.telegram?.token ?? fail('not-found'));
    },
  );
}

const botsOf = async (context: Context): Promise<Account[]> =>
  (await allAccounts(context)).filter(({ channel, telegram }) => channel === 'telegram' && telegram);

const presentBot = ({ id, name, address = '', enabled }: Account, username: string | undefined): BotView => ({
  id,
  name,
  bot: address,
  ...(username ? { username } : {}),
  enabled,
  locked: id === 'env',
});

/**
 * What an admin fills in, as it is kept. Fails `bad-request` without a token, and `unprocessable` with the token of
 * another bot: the chats of this one are not that one's.
 */
function inputOf({ name, token: given, enabled }: BotBody, known?: Account) {
  const token = given ?? known?.telegram?.token ?? fail('bad-request', 'The token is missing.');
  const address = botIdOf(token);
  if (known && known.address !== address) fail('unprocessable', 'This is the token of another bot: add it as one.');
  return { name, address, enabled, settings: { token } };
}
