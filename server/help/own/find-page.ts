import type { FastifyReply, FastifyRequest } from 'fastify';
import { ownTexts } from '../../messages/own.ts';
import type { Language } from '../../tickets/envelopes.ts';
import { sendPage } from '../render.ts';
import { siteName, siteOf } from '../site.ts';

export const listPath = (locale: Language): string => `/help/${locale}/requests`;

/** Asks for the address to which a code goes. */
export async function findPage(
  ask: FastifyRequest,
  answer: FastifyReply,
  locale: Language,
  said: { status?: number; email?: string; number?: string; error?: string; problem?: string } = {},
): Promise<FastifyReply> {
  const texts = ownTexts[locale];
  const { status = 200, email = '', number = '', error = '', problem = '' } = said;
  const props = { site: siteOf(ask, locale, listPath), texts, email, number, error, problem };
  const head = {
    title: `${texts.find.title} · ${siteName(ask.shop, locale)}`,
    description: texts.find.lead,
    noindex: true,
  };
  return await sendPage(ask, answer, 'own-find', props, head, { status, store: false });
}
