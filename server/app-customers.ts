import type { FastifyInstance } from 'fastify';
import { callbackRoutes } from './callbacks/routes.ts';
import { callRoutes } from './calls/routes.ts';
import type { Context } from './context.ts';
import { customerRoutes as peopleRoutes } from './customers/routes.ts';
import type { Loop } from './loop.ts';
import { orderRoutes } from './orders/routes.ts';
import { consentRoutes } from './privacy/consent-routes.ts';
import { erasureRoutes } from './privacy/erasure-routes.ts';
import { exportRoutes } from './privacy/export-routes.ts';
import { holdRoutes } from './privacy/holds/routes.ts';
import { retentionRoutes } from './privacy/retention/routes.ts';
import { timelineRoutes } from './privacy/timeline.ts';
import { repairRoutes } from './repairs/routes.ts';
import { telephoneRoutes } from './settings/telephone-routes.ts';

/** Who customers are, what they bought, what is repaired for them, their calls; what they have agreed to, may have, and may have forgotten. */
export function customerRoutes(
  app: FastifyInstance,
  context: Context,
  loops: { erasures: Loop; retention: Loop },
): void {
  peopleRoutes(app, context);
  timelineRoutes(app, context);
  orderRoutes(app, context);
  repairRoutes(app, context);
  callRoutes(app, context);
  callbackRoutes(app, context);
  telephoneRoutes(app, context);
  consentRoutes(app, context);
  exportRoutes(app, context);
  erasureRoutes(app, context, loops.erasures);
  holdRoutes(app, context);
  retentionRoutes(app, context, loops.retention);
}
