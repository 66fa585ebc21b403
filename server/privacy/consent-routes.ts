import type { Types } from 'mongoose';
import type { FastifyInstance } from 'fastify';
import { audit } from '../audit/record.ts';
import { agentNames } from '../agents/names.ts';
import type { Context } from '../context.ts';
import { consentHistory, currentConsents, mayContact, recordConsent } from '../customers/consent.ts';
import type { ConsentDoc } from '../customers/consent-model.ts';
import { loadCustomer } from '../customers/find.ts';
import { CustomerParams } from '../customers/schema.ts';
import { actor, typed } from '../http/route.ts';
import { ConsentBody, ConsentsView } from './schema.ts';

/** What a customer agreed to: reading it with its history, and adding an entry. */
export function consentRoutes(app: FastifyInstance, context: Context): void {
  const url = '/api/v1/customers/:id/consents';
  typed(app).get(
    url,
    { config: { policy: 'customers.read' }, schema: { params: CustomerParams, response: { 200: ConsentsView } } },
    async (request) => {
      const customer = await loadCustomer(context, request.params.id);
      return await presentConsents(context, customer._id);
    },
  );
  typed(app).post(
    url,
    {
      config: { policy: 'customers.write' },
      schema: { params: CustomerParams, body: ConsentBody, response: { 201: ConsentsView } },
    },
    async (request, answer) => {
      const customer = await loadCustomer(context, request.params.id);
      const { name: _, ...by } = actor(request);
      const source = by.kind === 'agent' ? 'agent' : 'api';
      await recordConsent(context, customer._id, { ...request.body, source, by, proved: true });
      await audit(context, request.principal, 'consent.changed', {
        about: { kind: 'customer', id: request.params.id },
        changed: [request.body.purpose],
      });
      return await answer.code(201).send(await presentConsents(context, customer._id));
    },
  );
}

async function presentConsents(context: Context, customer: Types.ObjectId): Promise<ConsentsView> {
  const history = await consentHistory(context, customer);
  const names = await agentNames(
    context,
    history.flatMap(({ by }) => (by.kind === 'agent' && by.id ? [by.id] : [])),
  );
  const purposes = currentConsents(history).map(async ({ purpose, latest }) => ({
    purpose,
    given: latest?.given ?? null,
    allowed: await mayContact(context, customer, purpose),
  }));
  return { purposes: await Promise.all(purposes), history: history.map((entry) => presentEntry(entry, names)) };
}

const presentEntry = (entry: ConsentDoc, names: Map<string, string>): ConsentsView['history'][number] => ({
  id: String(entry._id),
  purpose: entry.purpose,
  given: entry.given,
  at: entry.at.toISOString(),
  source: entry.source,
  by: { ...entry.by, name: names.get(entry.by.id ?? '') ?? '' },
  proved: entry.proved,
  note: entry.note ?? '',
});
