import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { nameOf } from '../../customers/find.ts';
import { Failure } from '../../errors.ts';
import { limiter } from '../../http/limit.ts';
import { typed } from '../../http/route.ts';
import { ownTexts } from '../../messages/own.ts';
import { repairTexts } from '../../messages/repairs.ts';
import { bookRepair } from '../../repairs/book.ts';
import { cancelRepair } from '../../repairs/end.ts';
import type { RepairDoc } from '../../repairs/model.ts';
import { followPath } from '../../tickets/follow.ts';
import { forHolder, type Held } from './gone-page.ts';
import { ownRepair } from './repair-find.ts';
import { repairPage, type RepairSaid } from './repair-page.ts';
import { RepairBookBody, RepairCancelBody, RepairQuery } from './repair-schema.ts';
import { TokenParams } from './schema.ts';

/** What is written from one network address: a whole office may share it. */
const MOST = 60;
const WINDOW_MS = 10 * 60_000;

const config = { policy: 'public' } as const;
const url = '/help/:locale/requests/:token/repair';

/** What a repair is shown or changed with: a link that holds, and the repair behind it. */
interface Shown {
  held: Held;
  repair: RepairDoc;
}

/** The customer chooses a time for their repair, another one, or cancels it: by the link that came to their mailbox. */
export function repairPageRoutes(app: FastifyInstance, context: Context): void {
  const allowed = limiter(context.clock, MOST, WINDOW_MS);
  typed(app).get(url, { config, schema: { params: TokenParams, querystring: RepairQuery } }, async (ask, answer) =>
    forRepair(context, ask, answer, async (shown) => {
      const { done = '', after } = ask.query;
      const words: Record<string, string> = repairTexts[shown.held.locale].page.done;
      return await repairPage(context, ask, answer, { ...shown, said: { done: words[done], after } });
    }),
  );
  typed(app).post(
    `${url}/booking`,
    { config, schema: { params: TokenParams, body: RepairBookBody } },
    async (ask, answer) =>
      forRepair(context, ask, answer, async (shown) => {
        const { errors } = repairTexts[shown.held.locale].page;
        const { slot = '', accept } = ask.body;
        const [, point = '', minutes = ''] = /^([\w-]{12})\.(\d{1,9})$/.exec(slot) ?? [];
        const refuse = (problem: string, status = 422) =>
          repairPage(context, ask, answer, { ...shown, said: { status, problem } });
        if (!point) return await refuse(errors.choose);
        const wish = { point, from: new Date(Number(minutes) * 60_000), accept: accept === 'yes' };
        return await act(context, ask, answer, shown, {
          may: allowed(ask.ip),
          write: async () => await bookRepair(context, shown.repair, wish, customerOf(shown)),
        });
      }),
  );
  typed(app).post(
    `${url}/cancellation`,
    { config, schema: { params: TokenParams, body: RepairCancelBody } },
    async (ask, answer) =>
      forRepair(context, ask, answer, async (shown) => {
        const reason = (ask.body.reason ?? '').replace(/[^\P{Cc}\n\t]/gu, '').slice(0, 1000);
        const write = async () => await cancelRepair(context, shown.repair, reason, customerOf(shown));
        return await act(context, ask, answer, shown, { may: allowed(ask.ip), write });
      }),
  );
}

/** Who holds no such link, or has no repair there, gets to the request, or where everybody else does. */
async function forRepair(
  context: Context,
  ask: FastifyRequest & { params: { locale: Held['locale']; token: string } },
  answer: FastifyReply,
  show: (shown: Shown) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  return await forHolder(context, ask, answer, ask.params, async (held) => {
    const repair = await ownRepair(context, held.link);
    return repair ? await show({ held, repair }) : answer.redirect(followPath(held.locale, held.token), 303);
  });
}

/** Does it, and shows what came of it: see other (303), so that a reload does not do it again; else what is wrong. */
async function act(
  context: Context,
  ask: FastifyRequest,
  answer: FastifyReply,
  shown: Shown,
  { may, write }: { may: boolean; write: () => Promise<RepairDoc> },
): Promise<FastifyReply> {
  const { held } = shown;
  const refuse = async (said: RepairSaid): Promise<FastifyReply> => {
    const repair = (await ownRepair(context, held.link)) ?? shown.repair;
    return await repairPage(context, ask, answer, { held, repair, said });
  };
  if (!may) return await refuse({ status: 429, problem: ownTexts[held.locale].errors.limited });
  try {
    const { state } = await write();
    return await answer.redirect(`${followPath(held.locale, held.token)}/repair?done=${state}#done`, 303);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { errors } = repairTexts[held.locale].page;
    const byCode: Record<string, string> = {
      'slot-taken': errors.taken,
      conflict: errors.taken,
      'price-open': errors.accept,
      'illegal-step': errors.over,
    };
    const problem = byCode[error.code];
    if (problem === undefined) throw error;
    return await refuse({ status: error.status, problem });
  }
}

const customerOf = ({ held: { link } }: Shown) => ({
  kind: 'customer' as const,
  id: String(link.ticket.customer),
  name: nameOf(link.person.primary),
});
