import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { typed } from '../http/route.ts';
import { listAudit } from './list.ts';
import type { AuditDoc } from './model.ts';
import { AuditList, AuditQuery, type AuditView } from './schema.ts';

/** Who did what, and when. */
export function auditRoutes(app: FastifyInstance, context: Context): void {
  typed(app).get(
    '/api/v1/audit',
    {
      config: { policy: 'audit.read' },
      schema: { tags: ['people'], querystring: AuditQuery, response: { 200: AuditList } },
    },
    async (request) => {
      const { items, next } = await listAudit(context, request.query);
      return { items: items.map(presentAudit), next };
    },
  );
}

function presentAudit({ _id, at, by, ...entry }: AuditDoc): AuditView {
  return { id: String(_id), at: at.toISOString(), ...entry, by };
}
