import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { typed } from '../http/route.ts';
import type { RepairPointDoc } from './point-model.ts';
import { addPoint, listPoints, loadPoint, removePoint, replacePoint } from './points.ts';
import { presentPoint } from './present.ts';
import { PointBody, PointList, PointView } from './point-schema.ts';
import { RepairParams } from './schema.ts';

const tags = ['repairs'];
const about = ({ _id }: RepairPointDoc) => ({ about: { kind: 'repair-point' as const, id: String(_id) } });

/** Service points and technicians: when they work, for whom, and how much at a time. */
export function pointRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const url = '/api/v1/repairs/points';
  const config = { policy: 'repairs.manage' as const };
  app.get(url, { config: { policy: 'repairs.read' }, schema: { tags, response: { 200: PointList } } }, async () => ({
    items: (await listPoints(context)).map(presentPoint),
    next: null,
  }));
  app.post(url, { config, schema: { tags, body: PointBody, response: { 201: PointView } } }, async (request, reply) => {
    const point = await addPoint(context, request.body);
    await audit(context, request.principal, 'repair-point.added', about(point));
    return await reply.code(201).send(presentPoint(point));
  });
  app.put(
    `${url}/:id`,
    { config, schema: { tags, params: RepairParams, body: PointBody, response: { 200: PointView } } },
    async ({ params, body, principal }) => {
      const point = await replacePoint(context, await loadPoint(context, params.id), body);
      await audit(context, principal, 'repair-point.changed', about(point));
      return presentPoint(point);
    },
  );
  app.delete(
    `${url}/:id`,
    { config, schema: { tags, params: RepairParams, response: { 204: Type.Null() } } },
    async ({ params, principal }, reply) => {
      const point = await loadPoint(context, params.id);
      await removePoint(context, point);
      await audit(context, principal, 'repair-point.removed', about(point));
      return await reply.code(204).send(null);
    },
  );
}
