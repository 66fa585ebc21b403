import type { FastifyReply, FastifyRequest } from 'fastify';
import { offer } from '../../callbacks/free.ts';
import type { Context } from '../../context.ts';
import { callbackTexts } from '../../messages/callback.ts';
import { fill } from '../../messages/help.ts';
import type { Language } from '../../tickets/envelopes.ts';
import { sendPage } from '../render.ts';
import { siteName, siteOf } from '../site.ts';
import { fieldsOf, type CallbackErrors, type CallbackField, type CallbackValues } from './form.ts';
import type { CallbackProps } from './schema.ts';
import { daysOf, zoneInWords } from './slots.ts';

export const FIELDS: readonly CallbackField[] = ['name', 'phone', 'email', 'topic'];
export const callbackPath = (locale: Language): string => `/help/${locale}/callback`;

export interface Shown {
  id: string;
  values?: CallbackValues;
  errors?: CallbackErrors;
  problem?: string;
  status?: number;
}

/** What both forms have: free times, fields, and what is wrong with them. */
export async function formProps(
  context: Context,
  locale: Language,
  names: readonly CallbackField[],
  { id, values = {}, errors = {}, problem = '' }: Shown,
): Promise<Omit<CallbackProps, 'site'>> {
  const texts = callbackTexts[locale];
  const offered = await offer(context);
  return {
    texts,
    id,
    days: offered ? daysOf(locale, offered, values.at) : [],
    zone: offered ? fill(texts.zone, { zone: zoneInWords(offered.timeZone) }) : '',
    timeError: errors.at ?? '',
    fields: fieldsOf(names, texts, values, errors),
    problem,
    offered: offered !== undefined,
  };
}

/** Asks when somebody is to be called, on which number. */
export async function callbackPage(
  context: Context,
  ask: FastifyRequest,
  answer: FastifyReply,
  locale: Language,
  shown: Shown,
): Promise<FastifyReply> {
  const props = { site: siteOf(ask, locale, callbackPath), ...(await formProps(context, locale, FIELDS, shown)) };
  const { title, lead } = props.texts;
  const head = { title: `${title} · ${siteName(ask.shop, locale)}`, description: lead, noindex: true };
  return await sendPage(ask, answer, 'callback', props, head, { status: shown.status ?? 200, store: false });
}
