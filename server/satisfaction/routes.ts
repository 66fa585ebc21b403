import type { FastifyInstance } from 'fastify';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { typed } from '../http/route.ts';
import { satisfaction } from './report.ts';
import { ReportQuery, SatisfactionView, SurveyBody } from './schema.ts';
import { changeSurvey, surveySettings } from './settings.ts';

const tags = ['satisfaction'];

/** How customers are asked whether they are content, and what they said. */
export function satisfactionRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  app.get(
    '/api/v1/survey',
    { config: { policy: 'routing.read' }, schema: { tags, response: { 200: SurveyBody } } },
    async () => (await surveySettings(context)).settings as SurveyBody,
  );
  app.put(
    '/api/v1/survey',
    { config: { policy: 'routing.write' }, schema: { tags, body: SurveyBody, response: { 200: SurveyBody } } },
    async ({ body, principal }) => {
      const settings = await changeSurvey(context, body);
      await audit(context, principal, 'survey.changed');
      return settings as SurveyBody;
    },
  );
  app.get(
    '/api/v1/reports/satisfaction',
    {
      config: { policy: 'reports.read' },
      schema: { tags, querystring: ReportQuery, response: { 200: SatisfactionView } },
    },
    async ({ query }) => satisfaction(context, query),
  );
}
