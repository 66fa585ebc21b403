import type { Context } from '../../context.ts';
import { ADDRESS_FIELD } from '../../tickets/away.ts';
import { setFields } from '../../tickets/classify.ts';
import { isOver, rateTicket, type Rating } from '../../tickets/rate.ts';
import type { DeskFrame } from './schema.ts';
import { ownTicket } from './thread.ts';

type StateFrame = Extract<DeskFrame, { t: 'state' }>;

/** How a visitor's matter stands, as their page shows it. */
export async function stateOf(context: Context, visitor: string): Promise<StateFrame> {
  const own = await ownTicket(context, visitor);
  const address = own && !own.merged ? own.fields?.[ADDRESS_FIELD] : undefined;
  return {
    ...unbegun(context),
    over: own !== undefined && isOver(own),
    waits: own !== undefined && own.handler === 'agents' && own.firstRepliedAt === null && !isOver(own),
    rated: own?.rating ?? null,
    address: address ? masked(address) : null,
  };
}

/** Before the first message. */
export const unbegun = (context: Context): StateFrame => {
  const mail = context.channels.get('email');
  return {
    t: 'state',
    over: false,
    waits: false,
    rated: null,
    address: null,
    mail: Boolean(mail?.post && !mail.cannotSend('env')),
  };
};

/** Answers go there while the visitor is away. Nobody has proved whose it is, and nothing else follows from it. */
export async function leaveAddress(context: Context, visitor: string, email: string): Promise<void> {
  const own = await ownTicket(context, visitor);
  if (!own || own.merged || own.erased) return;
  const by = { kind: 'customer' as const, id: String(own.customer), name: '' };
  await setFields(context, own, { [ADDRESS_FIELD]: email.trim() }, by);
}

/** How content the visitor is, once their matter is settled. */
export async function rate(context: Context, visitor: string, rating: Rating): Promise<void> {
  const own = await ownTicket(context, visitor);
  if (own && !own.erased) await rateTicket(context, own, rating);
}

/** Enough to know one's own by. */
const masked = (address: string): string => address.replace(/^(.).*(?=@)/u, '$1…');
