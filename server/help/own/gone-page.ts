import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { ownTexts } from '../../messages/own.ts';
import type { Language } from '../../tickets/envelopes.ts';
import { followed, type Followed } from '../../tickets/follow.ts';
import { findPage } from './find-page.ts';

/** A link that holds, on a page in that language. */
export interface Held {
  locale: Language;
  token: string;
  link: Followed;
}

/** For who holds the link; everybody else gets the same page, whatever is wrong with theirs. */
export async function forHolder(
  context: Context,
  ask: FastifyRequest,
  answer: FastifyReply,
  { locale, token }: { locale: Language; token: string },
  act: (held: Held) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const link = await followed(context, token);
  if (link) return await act({ locale, token, link });
  const { title, text } = ownTexts[locale].gone;
  return await findPage(ask, answer, locale, { status: 404, problem: `${title}. ${text}` });
}
