import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { typed } from '../http/route.ts';
import { TodayView } from './schema.ts';
import { readToday } from './today.ts';

/** Numbers for those who lead. */
export function reportRoutes(server: FastifyInstance, context: Context): void {
  typed(server).get(
    '/api/v1/today',
    { config: { policy: 'reports.read' }, schema: { tags: ['reports'], response: { 200: TodayView } } },
    () => readToday(context),
  );
}
