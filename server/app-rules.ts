import type { FastifyInstance } from 'fastify';
import { startAutomation } from './automation/loop.ts';
import { automationRoutes } from './automation/routes.ts';
import { mailGate } from './channels/mail-gate.ts';
import type { Context } from './context.ts';
import type { Loop } from './loop.ts';
import { routingRoutes } from './routing/routes.ts';
import { startSurvey } from './satisfaction/loop.ts';
import { satisfactionRoutes } from './satisfaction/routes.ts';
import { startDeadlines } from './sla/loop.ts';
import { slaRoutes } from './sla/routes.ts';

/** Who gets a ticket, by when it is answered, what happens to it by itself, and how content its customer was. */
export function ruleRoutes(app: FastifyInstance, context: Context, sla: Loop): void {
  routingRoutes(app, context);
  slaRoutes(app, context, sla);
  automationRoutes(app, context);
  satisfactionRoutes(app, context);
}

/** The loops of these. */
export const startRules = (context: Context) => ({
  sla: startDeadlines(context),
  automation: startAutomation(context, mailGate(context)),
  survey: startSurvey(context),
});
