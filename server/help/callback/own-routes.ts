import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { book, cancel, move } from '../../callbacks/book.ts';
import { calendarFor } from '../../callbacks/free.ts';
import { openOf } from '../../callbacks/find.ts';
import { hold } from '../../callbacks/hold.ts';
import type { CallbackDoc } from '../../callbacks/model.ts';
import { momentInWords } from '../../callbacks/words.ts';
import type { Context } from '../../context.ts';
import { Failure, fail } from '../../errors.ts';
import { limiter } from '../../http/limit.ts';
import { typed } from '../../http/route.ts';
import { callbackTexts } from '../../messages/callback.ts';
import { fill } from '../../messages/help.ts';
import { telephoneSettings } from '../../settings/telephone.ts';
import type { Language } from '../../tickets/envelopes.ts';
import { followPath } from '../../tickets/follow.ts';
import { forHolder, type Held } from '../own/gone-page.ts';
import { NoBody, TokenParams } from '../own/schema.ts';
import { sendPage } from '../render.ts';
import { siteName, siteOf } from '../site.ts';
import { check, clean } from './form.ts';
import { formProps, type Shown } from './page.ts';
import { CallbackDone, OwnCallbackForm } from './schema.ts';

const MOST = 30;
const WINDOW_MS = 60 * 60_000;
const config = { policy: 'public' } as const;
const url = '/help/:locale/requests/:token/callback';

/** The call of one request, for who holds its link: booked, moved, cancelled. */
export function ownCallbackRoutes(app: FastifyInstance, context: Context): void {
  const allowed = limiter(context.clock, MOST, WINDOW_MS);
  typed(app).get(url, { config, schema: { params: TokenParams, querystring: CallbackDone } }, async (ask, answer) =>
    forHolder(context, ask, answer, ask.params, async (held) => {
      const words: Record<string, string> = callbackTexts[held.locale].done;
      return await page(context, ask, answer, held, { done: words[ask.query.done ?? ''] });
    }),
  );
  typed(app).post(url, { config, schema: { params: TokenParams, body: OwnCallbackForm } }, async (ask, answer) =>
    forHolder(context, ask, answer, ask.params, async (held) =>
      choose(context, ask, answer, {
        held,
        at: clean(ask.body.at),
        phone: clean(ask.body.phone),
        may: allowed(ask.ip),
      }),
    ),
  );
  typed(app).post(`${url}/cancelling`, { config, schema: { params: TokenParams, body: NoBody } }, async (ask, answer) =>
    forHolder(context, ask, answer, ask.params, async (held) => {
      const callback = await openOf(context, held.link);
      if (!callback || !allowed(ask.ip)) return await back(answer, held, '');
      await cancel(context, callback, customerOf(held));
      return await back(answer, held, 'cancelled');
    }),
  );
}

async function choose(
  context: Context,
  ask: FastifyRequest,
  answer: FastifyReply,
  { held, at, phone, may }: { held: Held; at: string; phone: string; may: boolean },
): Promise<FastifyReply> {
  const { errors: texts } = callbackTexts[held.locale];
  const values = { at, phone };
  const booked = await openOf(context, held.link);
  const { country } = await telephoneSettings(context);
  const { errors, number } = check(values, booked ? [] : ['phone'], { country, errors: texts });
  if (Object.keys(errors).length > 0) return await page(context, ask, answer, held, { values, errors, status: 422 });
  if (!may) return await page(context, ask, answer, held, { values, problem: texts.limited, status: 429 });
  const by = customerOf(held);
  try {
    if (booked) await move(context, booked, new Date(at), by);
    else {
      const place = (await hold(context, new Date(at))) ?? fail('slot-taken');
      await book(context, place, held.link.ticket, { number, topic: '', proved: held.link.proved }, by);
    }
    return await back(answer, held, booked ? 'moved' : 'booked');
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.code === 'slot-taken')
      return await page(context, ask, answer, held, { values, errors: { at: texts.taken }, status: 409 });
    const problem = error.code === 'rate-limited' ? texts.many : texts.away;
    return await page(context, ask, answer, held, { values, problem, status: error.status });
  }
}

const customerOf = ({ link: { ticket, person } }: Held) => ({
  kind: 'customer' as const,
  id: String(ticket.customer),
  name: person.primary.name,
});

/** See other (303): a reload must not do it again. */
const back = (answer: FastifyReply, { locale, token }: Held, done: string): FastifyReply =>
  answer.redirect(`${followPath(locale, token)}/callback${done ? `?done=${done}#done` : ''}`, 303);

async function page(
  context: Context,
  ask: FastifyRequest,
  answer: FastifyReply,
  { locale, token, link }: Held,
  shown: Omit<Shown, 'id'> & { done?: string | undefined },
): Promise<FastifyReply> {
  const { ticket } = link;
  const booked = await openOf(context, link);
  const form = await formProps(context, locale, booked ? [] : ['phone'], { id: '', ...shown });
  const path = followPath(locale, token);
  const props = {
    ...{ site: siteOf(ask, locale, (other) => `${followPath(other, token)}/callback`), ...form, path },
    title: ticket.subject || `#${ticket.number}`,
    standing: booked ? await standing(context, locale, booked) : '',
    done: shown.done ?? '',
  };
  const { title } = form.texts.own;
  const head = { title: `${title} · ${siteName(ask.shop, locale)}`, description: title, noindex: true };
  return await sendPage(ask, answer, 'own-callback', props, head, { status: shown.status ?? 200, store: false });
}

/** Of the number only the end: whoever stated the address sees this page. */
async function standing(context: Context, locale: Language, callback: CallbackDoc): Promise<string> {
  const { own } = callbackTexts[locale];
  const { timeZone } = await calendarFor(context, callback.team);
  const time = momentInWords(locale, callback.dueAt, timeZone);
  const digits = (callback.number ?? '').slice(-3);
  return fill(callback.tries.length > 0 ? own.again : own.booked, { time, digits });
}
