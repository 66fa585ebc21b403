import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { openAttachment } from '../../attachments/store.ts';
import type { Context } from '../../context.ts';
import { fail } from '../../errors.ts';
import { sendStream } from '../../http/file.ts';
import { limiter } from '../../http/limit.ts';
import { typed } from '../../http/route.ts';
import { fill } from '../../messages/help.ts';
import { ownTexts } from '../../messages/own.ts';
import { followPath } from '../../tickets/follow.ts';
import { rateTicket } from '../../tickets/rate.ts';
import { reopenByCustomer } from '../../tickets/reopen.ts';
import { readParts } from '../parts.ts';
import { forHolder, type Held } from './gone-page.ts';
import { requestPage } from './request-page.ts';
import { NoBody, OwnFileParams, OwnFileQuery, RateBody, ReplyBody, RequestQuery, TokenParams } from './schema.ts';
import { takeReply } from './take.ts';
import { mergedIn, ownMessage } from './thread.ts';

/** What is written from one network address: a whole office may share it. */
const MOST = 60;
const WINDOW_MS = 10 * 60_000;
const MOST_TEXT = 10_000;

const config = { policy: 'public' } as const;
const url = '/help/:locale/requests/:token';

/** The customer's own page of one request, for who holds its link. */
export function requestRoutes(app: FastifyInstance, context: Context): void {
  const allowed = limiter(context.clock, MOST, WINDOW_MS);
  readRoutes(app, context);
  typed(app).post(
    `${url}/replies`,
    { config, preValidation: readParts, schema: { params: TokenParams, body: ReplyBody } },
    async (ask, answer) =>
      forHolder(context, ask, answer, ask.params, async (held) =>
        reply(context, ask, answer, { held, body: ask.body, may: allowed(ask.ip) }),
      ),
  );
  typed(app).post(`${url}/reopening`, { config, schema: { params: TokenParams, body: NoBody } }, async (ask, answer) =>
    forHolder(context, ask, answer, ask.params, async (held) => {
      const done = allowed(ask.ip) && (await reopenByCustomer(context, held.link.ticket));
      return await back(answer, held, done ? 'reopened' : undefined);
    }),
  );
  typed(app).post(`${url}/rating`, { config, schema: { params: TokenParams, body: RateBody } }, async (ask, answer) =>
    forHolder(context, ask, answer, ask.params, async (held) => {
      const { score, comment = '' } = ask.body;
      const rating = { error: ownTexts[held.locale].errors.score, comment };
      if (!score) return await requestPage(context, ask, answer, held, { status: 422, rating });
      const done = allowed(ask.ip) && (await rateTicket(context, held.link.ticket, { score: Number(score), comment }));
      return await back(answer, held, done ? 'rated' : undefined);
    }),
  );
}

function readRoutes(app: FastifyInstance, context: Context): void {
  typed(app).get(url, { config, schema: { params: TokenParams, querystring: RequestQuery } }, async (ask, answer) =>
    forHolder(context, ask, answer, ask.params, async (held) => {
      const { done = '', before, score = '' } = ask.query;
      const chosen = /^[1-5]$/.test(score) ? { rating: { chosen: Number(score) } } : {};
      const words: Record<string, string> = ownTexts[held.locale].done;
      return await requestPage(context, ask, answer, held, { done: words[done], before, ...chosen });
    }),
  );
  typed(app).get(
    `${url}/files/:n/:i`,
    { config, schema: { params: OwnFileParams, querystring: OwnFileQuery } },
    async (ask, answer) =>
      forHolder(context, ask, answer, ask.params, async ({ link }) => {
        const { of } = ask.query;
        const ticket = of ? (await mergedIn(context, link)).find(({ number }) => number === of) : link.ticket;
        const message = ticket && (await ownMessage(context, { ...link, ticket }, ask.params.n));
        const file = message?.attachments?.[ask.params.i];
        if (!message || !file) return fail('not-found');
        return await sendStream(answer, {
          ...file,
          pieces: openAttachment(context, String(message.customer), file.id),
        });
      }),
  );
}

async function reply(
  context: Context,
  ask: FastifyRequest,
  answer: FastifyReply,
  { held, body: { id, text = '' }, may }: { held: Held; body: ReplyBody; may: boolean },
): Promise<FastifyReply> {
  const { errors } = ownTexts[held.locale];
  const { files, names, wrong } = ask.sent ?? { files: [], names: [] };
  const written = text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim();
  const again = names.length > 0 ? fill(errors.again, { files: names.join(', ') }) : '';
  const refuse = (status: number, error: string) =>
    requestPage(context, ask, answer, held, { status, reply: { id, text: written, error, files: again } });
  if (!may) return await refuse(429, errors.limited);
  if (wrong) return await refuse(422, errors[wrong]);
  if (written.length > MOST_TEXT) return await refuse(422, errors.long);
  if (!written && files.length === 0) return await refuse(422, errors.empty);
  try {
    const stands = await takeReply(context, held.link, { id, text: written, files, locale: held.locale });
    return await back(answer, held, stands ? 'reply' : 'later');
  } catch (err) {
    ask.log.error({ err }, 'a reply of the site could not be stored');
    return await refuse(503, errors.away);
  }
}

/** See other (303): a reload must not do it again. */
const back = (answer: FastifyReply, { locale, token }: Held, done?: string): FastifyReply =>
  answer.redirect(`${followPath(locale, token)}${done ? `?done=${done}#done` : ''}`, 303);
