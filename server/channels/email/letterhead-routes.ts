import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { fail } from '../../errors.ts';
import { typed } from '../../http/route.ts';
import { allAccounts } from '../../settings/accounts.ts';
import type { Letterhead } from '../../settings/letterhead-model.ts';
import { letterheadOf, writeLetterhead } from '../../settings/letterheads.ts';
import { LetterheadBody } from './letterhead-schema.ts';
import { MailboxParams } from './mailbox-schema.ts';

/** How a mailbox writes: identities, signature, quoting, acknowledgement, rate. Of the environment's mailbox too. */
export function letterheadRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const config = { policy: 'settings.write' as const };
  const schema = { tags: ['channels'], params: MailboxParams, response: { 200: LetterheadBody } };
  const url = '/api/v1/mailboxes/:id/letterhead';

  app.get(url, { config, schema }, async ({ params: { id } }) => {
    await ensureMailbox(context, id);
    return await letterheadOf(context, id);
  });
  app.put(url, { config, schema: { ...schema, body: LetterheadBody } }, async ({ params: { id }, body }) => {
    await ensureMailbox(context, id);
    await writeLetterhead(context, id, tidied(body));
    return await letterheadOf(context, id);
  });
}

async function ensureMailbox(context: Context, id: string): Promise<void> {
  const known = (await allAccounts(context)).some((account) => account.id === id && account.mail);
  if (!known) fail('not-found');
}

function tidied(body: LetterheadBody): Letterhead {
  const ids = new Set(body.identities.map(({ id }) => id));
  if (ids.size < body.identities.length) fail('bad-request', 'Two identities have the same id.');
  return {
    ...body,
    identities: body.identities.map((one) => ({
      ...one,
      ...(one.address ? { address: one.address.toLowerCase() } : {}),
    })),
  };
}
