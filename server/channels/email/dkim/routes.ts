import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { audit } from '../../../audit/record.ts';
import type { Context } from '../../../context.ts';
import { typed } from '../../../http/route.ts';
import { checkKey, makeKey, recordName, recordText, removeKey, sendingDomains } from './keys.ts';
import { SigningKeys, type SigningKeyDoc } from './model.ts';
import { DomainParams, SigningList, SigningView, type Found } from './schema.ts';

/** Signatures of outgoing mail (DKIM): a key for each domain that mails are written from. */
export function signingRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const config = { policy: 'settings.write' as const };
  const tags = ['channels'];
  const one = { tags, params: DomainParams };
  const changed = { changed: ['signing'] };

  app.get('/api/v1/mail-signing', { config, schema: { tags, response: { 200: SigningList } } }, async () => {
    const keys = await SigningKeys(context).find().lean<SigningKeyDoc[]>();
    const keyOf = (domain: string) => keys.find(({ _id }) => _id === domain);
    const items = (await sendingDomains(context)).map((entry) => ({ ...entry, key: present(keyOf(entry.domain)) }));
    return { items, next: null };
  });
  app.post(
    '/api/v1/mail-signing/:domain',
    { config, schema: { ...one, response: { 201: SigningView } } },
    async ({ params: { domain }, principal }, reply) => {
      const doc = await makeKey(context, domain);
      await audit(context, principal, 'channel.changed', changed);
      return reply.code(201).send(await viewOf(context, doc));
    },
  );
  app.post(
    '/api/v1/mail-signing/:domain/check',
    { config, schema: { ...one, response: { 200: SigningView } } },
    async ({ params: { domain } }) => {
      const { doc, found } = await checkKey(context, domain);
      return await viewOf(context, doc, found);
    },
  );
  app.delete(
    '/api/v1/mail-signing/:domain',
    { config, schema: { ...one, response: { 204: Type.Null() } } },
    async ({ params: { domain }, principal }, reply) => {
      await removeKey(context, domain);
      await audit(context, principal, 'channel.changed', changed);
      return reply.code(204).send(null);
    },
  );
}

async function viewOf(context: Context, doc: SigningKeyDoc, found?: Found): Promise<SigningView> {
  const entry = (await sendingDomains(context)).find(({ domain }) => domain === doc._id);
  return {
    domain: doc._id,
    addresses: entry?.addresses ?? [],
    key: present(doc),
    ...(found ? { found } : {}),
  };
}

function present(doc: SigningKeyDoc | undefined): SigningView['key'] {
  if (!doc) return null;
  return {
    name: recordName(doc),
    text: recordText(doc),
    createdAt: doc.createdAt.toISOString(),
    checkedAt: doc.checkedAt?.toISOString() ?? null,
    signs: doc.publishedAt !== null,
  };
}
