import type { FastifyInstance } from 'fastify';
import type { Context } from '../../server/context.ts';
import { fail } from '../../server/errors.ts';
import { readActivity } from './activity.ts';
import { TokenRefused } from './jwt.ts';
import { teamsOf } from './teams.ts';

export const MESSAGES_PATH = '/channels/teams/messages';
/** Larger activities than Teams makes. */
const MOST_BYTES = 500_000;

/**
 * The bots' messaging endpoint: open to all, since who speaks proves it by a token of the Bot Connector. Answers when
 * the ledger has what was said, and not before.
 */
export function teamsRoutes(root: FastifyInstance, context: Context): void {
  const channel = teamsOf(context);
  void root.register(async (app) => {
    // The bytes go into the ledger as they came.
    app.removeContentTypeParser('application/json');
    app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    app.post(
      MESSAGES_PATH,
      { config: { policy: 'public' }, schema: { hide: true }, bodyLimit: MOST_BYTES },
      async (request, reply) => {
        const raw = request.body instanceof Buffer ? request.body : fail('bad-request');
        const activity = readActivity(raw) ?? fail('bad-request');
        try {
          await channel.take(request.headers.authorization, activity, raw);
        } catch (error) {
          if (!(error instanceof TokenRefused)) throw error;
          request.log.warn({ reason: error.message }, 'a request to the Teams endpoint was refused');
          return fail(error.forbidden ? 'forbidden' : 'not-signed-in');
        }
        // Of what asks for an answer in the same breath (task modules, sign-in) there is none here.
        return reply.code(activity.type === 'invoke' ? 501 : 200).send();
      },
    );
  });
}
