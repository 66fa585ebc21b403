import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { typed } from '../../http/route.ts';
import { boughtTexts } from '../../messages/bought.ts';
import { dayInWords } from '../../messages/dates.ts';
import { fill, helpTexts } from '../../messages/help.ts';
import { ownTexts } from '../../messages/own.ts';
import { deskSettings } from '../../settings/desk.ts';
import type { Language } from '../../tickets/envelopes.ts';
import { followPath, followToken } from '../../tickets/follow.ts';
import type { TicketDoc } from '../../tickets/model.ts';
import { promiseIn } from '../../tickets/promise.ts';
import { sendPage } from '../render.ts';
import { LocaleParams } from '../schema.ts';
import { siteName, siteOf } from '../site.ts';
import { orderProps } from '../purchase/present.ts';
import { askerOf, ordersFor } from '../purchase/proof.ts';
import { findPage, listPath } from './find-page.ts';
import { ownTickets } from './list.ts';
import { stateOf } from './present.ts';
import { FindQuery, NoBody, type OwnListProps } from './schema.ts';
import { closeList, listedAddress } from './session.ts';

/** All requests of an address that was proved on this device. */
export function listRoutes(app: FastifyInstance, context: Context): void {
  const config = { policy: 'public' } as const;
  typed(app).get(
    '/help/:locale/requests',
    { config, schema: { params: LocaleParams, querystring: FindQuery } },
    async (ask, answer) => {
      const email = listedAddress(context, ask);
      const { locale } = ask.params;
      const number = (ask.query.number ?? '').replace(/^[\s#]+/, '').trim();
      if (!email) return await findPage(ask, answer, locale, { number });
      return await listPage(context, ask, answer, { locale, email, number });
    },
  );
  typed(app).post(
    '/help/:locale/requests/leaving',
    { config, schema: { params: LocaleParams, body: NoBody } },
    async (ask, answer) => {
      closeList(context, answer);
      return await answer.redirect(listPath(ask.params.locale), 303);
    },
  );
}

/** A number is looked for among their own only: whether it is somebody else's or nobody's, nobody has looked. */
async function listPage(
  context: Context,
  ask: FastifyRequest,
  answer: FastifyReply,
  { locale, email, number }: { locale: Language; email: string; number: string },
): Promise<FastifyReply> {
  const [tickets, { timeZone }] = await Promise.all([ownTickets(context, email), deskSettings(context)]);
  const orders = await ordersFor(context, await askerOf(context, email));
  const pathOf = (ticket: TicketDoc): string => followPath(locale, followToken(context, ticket, email, true));
  const wanted = tickets.find((ticket) => String(ticket.number) === number);
  if (wanted) return await answer.redirect(pathOf(wanted), 303);
  const texts = ownTexts[locale];
  const missing = number ? fill(texts.list.missing, { number: number.slice(0, 20) }) : '';
  const props: OwnListProps = {
    site: siteOf(ask, locale, listPath),
    texts,
    lead: fill(texts.list.lead, { email }),
    notice: missing || (tickets.length === 0 ? texts.list.empty : ''),
    items: tickets.map((ticket) => ({
      href: pathOf(ticket),
      title: ticket.subject || fill(texts.request, { number: ticket.number }),
      facts: [
        fill(texts.request, { number: ticket.number }),
        helpTexts[locale].request.types[ticket.type].title,
        fill(texts.list.changed, { date: dayInWords(locale, ticket.activityAt, timeZone) }),
        ...[promiseIn(context, ticket, { locale, timeZone })].filter(Boolean),
      ],
      state: stateOf(ticket),
    })),
    orders: { title: boughtTexts[locale].title, items: orders.map((order) => orderProps(locale, order)) },
  };
  const head = { title: `${texts.title} · ${siteName(ask.shop, locale)}`, description: texts.title, noindex: true };
  return await sendPage(ask, answer, 'own-list', props, head, { store: false });
}
