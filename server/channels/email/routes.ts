import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { audit } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import type { MailSettings } from '../channel.ts';
import { accountById, addAccount, allAccounts, changeAccount, removeAccount } from '../../settings/accounts.ts';
import { MailboxBody, MailboxList, MailboxParams, MailboxView, ProbeView } from './mailbox-schema.ts';
import { accessToken, forgetTokens } from './oauth/tokens.ts';
import { presentMailbox, settingsOf } from './mailbox-url.ts';

/** The mailboxes of the desk: the environment's, and those made here. */
export function mailboxRoutes(server: FastifyInstance, context: Context): void {
  const app = server.withTypeProvider<TypeBoxTypeProvider>();
  const config = { policy: 'settings.write' } as const;
  const tags = ['channels'];
  const params = MailboxParams;

  app.get('/api/v1/mailboxes', { config, schema: { tags, response: { 200: MailboxList } } }, async () => ({
    items: (await mailboxesOf(context)).map(presentMailbox),
    next: null,
  }));
  app.post(
    '/api/v1/mailboxes',
    { config, schema: { tags, body: MailboxBody, response: { 201: MailboxView } } },
    async ({ body, principal }, reply) => {
      const account = await addAccount(context, 'email', { ...body, settings: settingsOf(body) });
      await audit(context, principal, 'channel.added', { about: { kind: 'channel', id: account.id } });
      return reply.code(201).send(presentMailbox(account));
    },
  );
  app.put(
    '/api/v1/mailboxes/:id',
    { config, schema: { tags, params, body: MailboxBody, response: { 200: MailboxView } } },
    async ({ params: { id }, body, principal }) => {
      const { mail } = await accountById(context, 'email', id);
      const changed = await changeAccount(context, 'email', id, { ...body, settings: settingsOf(body, mail) });
      await audit(context, principal, 'channel.changed', { about: { kind: 'channel', id } });
      return presentMailbox(changed);
    },
  );
  app.delete(
    '/api/v1/mailboxes/:id',
    { config, schema: { tags, params, response: { 204: Type.Null() } } },
    async ({ params: { id }, principal }, reply) => {
      await removeAccount(context, 'email', id);
      await forgetTokens(context, id);
      await audit(context, principal, 'channel.removed', { about: { kind: 'channel', id } });
      return reply.code(204).send(null);
    },
  );
  testRoutes(server, context);
}

const mailboxesOf = async (context: Context) =>
  (await allAccounts(context)).filter(({ channel, mail }) => channel === 'email' && mail);

/** Trying whether a mailbox works, before it is kept and afterwards. */
function testRoutes(server: FastifyInstance, context: Context): void {
  const app = server.withTypeProvider<TypeBoxTypeProvider>();
  const config = { policy: 'settings.write' } as const;
  const tags = ['channels'];
  const params = MailboxParams;
  app.post(
    '/api/v1/mailboxes/test',
    { config, schema: { tags, body: MailboxBody, response: { 200: ProbeView } } },
    async ({ body }) => {
      const known = (await mailboxesOf(context)).find(({ address }) => address === body.address.toLowerCase());
      const mail = settingsOf(body, known?.mail);
      const { probeMailbox } = await import('./probe.ts');
      return await probeMailbox(mail, context.config.allowPrivateHosts, await tokenFor(context, known?.id, mail));
    },
  );
  app.post(
    '/api/v1/mailboxes/:id/test',
    { config, schema: { tags, params, response: { 200: ProbeView } } },
    async ({ params: { id } }) => {
      const known =
        (await mailboxesOf(context)).find((one) => one.id === id) ?? (await accountById(context, 'email', id));
      const { probeMailbox } = await import('./probe.ts');
      const allowed = id === 'env' ? undefined : context.config.allowPrivateHosts;
      const mail = known.mail ?? { door: false, since: 'now' };
      return await probeMailbox(mail, allowed, await tokenFor(context, id, mail));
    },
  );
}

/** Of a mailbox that is connected to a provider; an empty one, which is refused, when it gives none. */
async function tokenFor(
  context: Context,
  id: string | undefined,
  { oauth }: MailSettings,
): Promise<string | undefined> {
  return oauth && id ? await accessToken(context, id).catch(() => '') : undefined;
}
