import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { book } from '../../callbacks/book.ts';
import { hold, letGo } from '../../callbacks/hold.ts';
import type { CallbackDoc } from '../../callbacks/model.ts';
import { offer } from '../../callbacks/free.ts';
import { momentInWords } from '../../callbacks/words.ts';
import type { Context } from '../../context.ts';
import { Failure } from '../../errors.ts';
import { limiter } from '../../http/limit.ts';
import { typed } from '../../http/route.ts';
import { callbackTexts } from '../../messages/callback.ts';
import type { Language } from '../../tickets/envelopes.ts';
import { loadTicket } from '../../tickets/find.ts';
import { followPath } from '../../tickets/follow.ts';
import { submitRequest } from '../submit.ts';
import { check, clean, type CallbackValues } from './form.ts';
import { callbackPage, FIELDS, type Shown } from './page.ts';
import { CallbackForm, CallbackParams } from './schema.ts';

/** From one network address: a whole office may share it. */
const MOST = 10;
const WINDOW_MS = 60 * 60_000;
const config = { policy: 'public' } as const;

/** A form by which anybody asks to be called: plain HTML. */
export function callbackRoutes(app: FastifyInstance, context: Context): void {
  const allowed = limiter(context.clock, MOST, WINDOW_MS);
  typed(app).get('/help/:locale/callback', { config, schema: { params: CallbackParams } }, async (ask, answer) =>
    callbackPage(context, ask, answer, ask.params.locale, { id: randomBytes(18).toString('base64url') }),
  );
  typed(app).post(
    '/help/:locale/callback',
    { config, schema: { params: CallbackParams, body: CallbackForm } },
    async (ask, answer) => takeForm(context, ask, answer, { ...ask.params, body: ask.body, allowed }),
  );
}

async function takeForm(
  context: Context,
  ask: FastifyRequest,
  answer: FastifyReply,
  { locale, body, allowed }: { locale: Language; body: CallbackForm; allowed: (key: string) => boolean },
): Promise<FastifyReply> {
  const { errors: texts } = callbackTexts[locale];
  const values: CallbackValues = Object.fromEntries(
    [...FIELDS, 'at' as const].map((name) => [name, clean(body[name])]),
  );
  const refuse = (status: number, more: Omit<Shown, 'id'>) =>
    callbackPage(context, ask, answer, locale, { id: body.id, values, status, ...more });
  const offered = await offer(context);
  if (!offered) return await refuse(422, {});
  const { errors, number } = check(values, FIELDS, { country: offered.settings.country, errors: texts });
  if (Object.keys(errors).length > 0) return await refuse(422, { errors });
  // Who fills the trap sees a form again, and nothing is kept.
  if (body.website || !allowed(ask.ip)) return await refuse(429, { problem: texts.limited });
  const held = await hold(context, new Date(values.at ?? ''));
  if (!held) return await refuse(409, { errors: { at: texts.taken } });
  try {
    const token = await bookBy(context, held, { locale, id: body.id, values, number, timeZone: offered.timeZone });
    return await answer.redirect(`${followPath(locale, token)}/callback?done=booked#done`, 303);
  } catch (error) {
    await letGo(context, held);
    if (error instanceof Failure && error.code === 'rate-limited') return await refuse(429, { problem: texts.limited });
    ask.log.error({ err: error }, 'a call could not be booked');
    return await refuse(503, { problem: texts.away });
  }
}

interface Asked {
  locale: Language;
  id: string;
  values: CallbackValues;
  number: string;
  timeZone: string;
}

/** The ticket comes in as every request does; sent twice it is one, and has one call. Answers the token of its page. */
async function bookBy(context: Context, held: CallbackDoc, asked: Asked): Promise<string> {
  const { locale, values, number } = asked;
  const { ticket: words } = callbackTexts[locale];
  const { topic = '', name = '', email = '' } = values;
  const sent = await submitRequest(context, 'form', `callback/${asked.id}`, {
    type: 'inquiry',
    subject: words.subject,
    text: topic || words.text,
    email,
    ...(name ? { name } : {}),
    locale,
    fields: { phone: number, callback: momentInWords(locale, held.at, asked.timeZone) },
  });
  if (!sent) throw new Error('The request is not a ticket yet.');
  const ticket = await loadTicket(context, sent.number);
  try {
    const by = { kind: 'customer' as const, id: String(ticket.customer), name };
    await book(context, held, ticket, { number, topic, proved: false }, by);
  } catch (error) {
    // The same form again: its call is booked.
    if (!(error instanceof Failure && error.code === 'already-exists')) throw error;
  }
  return sent.token;
}
