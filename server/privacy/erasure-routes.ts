import { Types } from 'mongoose';
import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import { allows } from '../access/policies.ts';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { CustomerParams } from '../customers/schema.ts';
import { fail } from '../errors.ts';
import { isTime, pageCursor } from '../http/paging.ts';
import { actor, typed } from '../http/route.ts';
import type { Loop } from '../loop.ts';
import { certificatePage } from './certificate.ts';
import { beginErasing, erase, previewFor } from './erase.ts';
import { Erasures, type ErasureDoc } from './erasure-model.ts';
import {
  CertificateQuery,
  ErasureBody,
  ErasureList,
  ErasureParams,
  ErasurePreview,
  ErasureQuery,
  ErasureView,
} from './erasure-schema.ts';

/** Erasing a customer, and the log of erasures with their certificates. `tending` tells of what is done. */
export function erasureRoutes(app: FastifyInstance, context: Context, tending: Loop): void {
  const url = '/api/v1/customers/:id/erasure';
  const config = { policy: 'customers.erase' as const };
  typed(app).get(
    url,
    { config, schema: { params: CustomerParams, response: { 200: ErasurePreview } } },
    async (request) => await previewFor(context, new Types.ObjectId(request.params.id)),
  );
  typed(app).post(
    url,
    { config, schema: { params: CustomerParams, body: ErasureBody, response: { 201: ErasureView, 202: ErasureView } } },
    async (request, answer) => {
      const { id } = request.params;
      const { confirm, override = false, background = false } = request.body;
      if (confirm !== id) fail('unprocessable', 'This is not the id of the customer.');
      if (override && !allows(request.principal, 'holds.write')) fail('forbidden');
      const act = background ? beginErasing : erase;
      const erasure = await act(context, new Types.ObjectId(id), actor(request), override);
      await audit(context, request.principal, 'customer.erased', { about: { kind: 'customer', id } });
      tending.wake();
      return await answer.code(erasure.state === 'done' ? 201 : 202).send(presentErasure(erasure));
    },
  );
  logRoutes(app, context);
}

function logRoutes(app: FastifyInstance, context: Context): void {
  const config = { policy: 'erasures.read' as const };
  typed(app).get(
    '/api/v1/erasures',
    { config, schema: { querystring: ErasureQuery, response: { 200: ErasureList } } },
    async (request) => {
      const { items, next } = await listErasures(context, request.query);
      return { items: items.map(presentErasure), next };
    },
  );
  typed(app).get(
    '/api/v1/erasures/:id',
    { config, schema: { params: ErasureParams, response: { 200: ErasureView } } },
    async (request) => presentErasure(await loadErasure(context, request.params.id)),
  );
  typed(app).get(
    '/api/v1/erasures/:id/certificate',
    { config, schema: { params: ErasureParams, querystring: CertificateQuery } },
    async (request, answer) => {
      const erasure = await loadErasure(context, request.params.id);
      const { html, headers } = certificatePage(erasure, request.query.locale ?? 'en');
      return await answer.type('text/html; charset=utf-8').headers(headers).send(html);
    },
  );
}

async function loadErasure(context: Context, id: string): Promise<ErasureDoc> {
  const doc = await Erasures(context).findById(new Types.ObjectId(id)).lean<ErasureDoc>();
  return doc ?? fail('not-found');
}

/** Newest first. */
async function listErasures(
  context: Context,
  { limit = 50, after }: Static<typeof ErasureQuery>,
): Promise<{ items: ErasureDoc[]; next: string | null }> {
  const place = after === undefined ? undefined : pageCursor.decode(after, isCursor);
  const at = place && new Date(place[0]);
  const docs = await Erasures(context)
    .find(
      place ? { at: { $lte: at }, $or: [{ at: { $lt: at } }, { at, _id: { $lt: new Types.ObjectId(place[1]) } }] } : {},
    )
    .sort({ at: -1, _id: -1 })
    .limit(limit + 1)
    .lean<ErasureDoc[]>();
  const items = docs.slice(0, limit);
  const last = items.at(-1);
  return { items, next: docs.length > limit && last ? pageCursor.encode([last.at.getTime(), String(last._id)]) : null };
}

const isCursor = (value: unknown): value is [number, string] =>
  Array.isArray(value) && isTime(value[0]) && /^[0-9a-f]{24}$/.test(String(value[1]));

const sumOf = (counts: Record<string, number>): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** An erasure as it leaves the house. */
export const presentErasure = (erasure: ErasureDoc): ErasureView => ({
  id: String(erasure._id),
  customers: erasure.customers.map(String),
  at: erasure.at.toISOString(),
  doneAt: erasure.doneAt?.toISOString() ?? null,
  state: erasure.state,
  by: erasure.by,
  counts: erasure.counts,
  removed: erasure.state === 'done' ? sumOf(erasure.counts) : (erasure.removed ?? 0),
  override: erasure.override ?? false,
  reached: erasure.reached,
  unreached: erasure.unreached,
  certificate: `/api/v1/erasures/${String(erasure._id)}/certificate`,
});
