import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { fill, helpTexts } from '../messages/help.ts';
import { ownTexts } from '../messages/own.ts';
import type { Language } from '../tickets/envelopes.ts';
import { boughtPart, purchaseFor } from './purchase/part.ts';
import { readPicks, wordsOf } from './purchase/picks.ts';
import { formPage, readArticle, valuesOf, type Form } from './request-form.ts';
import { readForm } from './request.ts';
import type { FormBody } from './schema.ts';
import { sentToken, submitRequest, type Submitted } from './submit.ts';

/** Takes a form as a browser has sent it: thanks for it, or shows it again with what is wrong and all that was written. */
export async function takeForm(
  context: Context,
  ask: FastifyRequest,
  answer: FastifyReply,
  given: { locale: Language; body: FormBody; allowed: (key: string) => boolean },
): Promise<FastifyReply> {
  const { locale, allowed } = given;
  const { body, bought, proved, part } = await withPicks(context, ask, locale, given.body);
  const article = await readArticle(context, locale, body.article);
  const read = readForm(body, locale, article);
  const { files = [], names = [], wrong } = ask.sent ?? {};
  const { errors } = ownTexts[locale];
  const again = names.length > 0 ? fill(errors.again, { files: names.join(', ') }) : '';
  const ticked = [...(body.survey ? ['survey'] : []), ...(body.offers ? ['offers'] : [])];
  const form = { locale, type: body.type, id: body.id, article: body.article, ticked, files: again };
  const refuse = async (status: number, more: Partial<Form>) =>
    formPage(context, ask, answer, { ...form, ...more, status, bought: await part() });
  const { limited, away } = helpTexts[locale].request;
  const values = valuesOf(body);
  if ('errors' in read) return await refuse(422, read);
  if (bought === 'wrong') return await refuse(422, { values });
  if (wrong) return await refuse(422, { values, problem: errors[wrong] });
  // Who fills the trap is told the same as everybody, and nothing is kept.
  if (body.website) return await thank(context, answer, locale, null);
  if (!allowed(ask.ip)) return await refuse(429, { values, problem: limited });
  try {
    const request = { ...read.request, ...(bought ? { bought } : {}) };
    const sent = await submitRequest(context, 'form', `form/${body.id}`, request, files, proved);
    return await thank(context, answer, locale, sent);
  } catch (err) {
    ask.log.error({ err }, 'a request could not be stored');
    return await refuse(503, { values, problem: away });
  }
}

/** What was picked stands in the words of the form too; where there was nothing to pick from, it is what was typed. */
async function withPicks(context: Context, ask: FastifyRequest, locale: Language, given: FormBody) {
  const { own, picks: counts, ...body } = given;
  const purchase = await purchaseFor(context, ask, { own, order: counts && body.order });
  const { proof, order } = purchase;
  const at = { locale, type: body.type };
  const proved = proof?.address ?? '';
  const show = (wrong?: 'none' | 'many') => () => boughtPart(context, at, { ...purchase, counts, wrong });
  if (!order || !counts || body.type === 'inquiry') return { body, proved, part: show() };
  const read = readPicks(order, counts);
  // Something stands in the fields that are not shown: what is wrong is said of the picks.
  const picked = 'picked' in read ? read.picked : order.items.map(({ sku }) => ({ sku, quantity: 1 }));
  const filled = { ...body, ...wordsOf(body.type, order, picked) };
  if ('wrong' in read) return { body: filled, bought: 'wrong' as const, proved, part: show(read.wrong) };
  return { body: filled, bought: { order: order.number, items: picked }, proved, part: show() };
}

/** See other (303): a reload of the thank-you page must not send the form again. */
async function thank(
  context: Context,
  answer: FastifyReply,
  locale: Language,
  sent: Submitted | null,
): Promise<FastifyReply> {
  const link = sent ? `&r=${sent.token}` : '';
  return await answer.redirect(
    `/help/${locale}/request/sent?t=${sentToken(context, sent?.number ?? null)}${link}`,
    303,
  );
}
