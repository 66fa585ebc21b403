import type { FastifyInstance } from 'fastify';
import type { Update } from 'telegraf/types';
import { Type } from 'typebox';
import type { Context } from '../../server/context.ts';
import { closed } from '../../server/http/shapes.ts';
import { typed } from '../../server/http/route.ts';
import { telegramOf, WEBHOOK_PATH } from './telegram.ts';

/** Telegram adds members as it likes; what they are is looked at where the update is interpreted. */
const UpdateBody = Type.Object({ update_id: Type.Integer() }, { additionalProperties: true });

/** Where Telegram brings updates (https://core.telegram.org/bots/api#setwebhook): 2xx only when one is in the ledger. */
export function telegramRoutes(app: FastifyInstance, context: Context): void {
  const channel = telegramOf(context);
  typed(app).post(
    WEBHOOK_PATH,
    {
      config: { policy: 'public' },
      schema: { hide: true, body: UpdateBody, response: { 200: Type.Object({ ok: Type.Literal(true) }, closed) } },
    },
    async ({ headers, body }) => {
      const secret = headers['x-telegram-bot-api-secret-token'];
      await channel.take(typeof secret === 'string' ? secret : undefined, body as unknown as Update);
      return { ok: true as const };
    },
  );
}
