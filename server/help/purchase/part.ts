import type { FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import type { Language, TicketType } from '../../tickets/envelopes.ts';
import type { CheckedOrder } from '../../tickets/purchase/check.ts';
import { choosePart, pickPart, provePart } from './present.ts';
import { orderFor, ordersFor, proofOf, type Proof } from './proof.ts';
import type { Counts } from './picks.ts';
import type { BoughtProps } from './schema.ts';

/** What a form knows of what was bought. */
export interface Purchase {
  proof: Proof | undefined;
  /** The order that the form is about, where it is theirs. */
  order: CheckedOrder | undefined;
}

/** Who asks, and the order of theirs that a form of this type names. */
export async function purchaseFor(
  context: Context,
  ask: FastifyRequest,
  { own, order = '' }: { own?: string | undefined; order?: string | undefined },
): Promise<Purchase> {
  const proof = await proofOf(context, ask, own);
  return { proof, order: await orderFor(context, proof?.asker, order) };
}

/** What of it is shown. */
interface Shown extends Purchase {
  /** That was asked for, and is none of theirs. */
  number?: string;
  counts?: Counts | undefined;
  wrong?: 'none' | 'many' | undefined;
}

/** The part of a form that is about what was bought; undefined where a form is about nothing bought. */
export async function boughtPart(
  context: Context,
  at: { locale: Language; type: TicketType | undefined },
  { proof, order, number = '', counts = {}, wrong }: Shown,
): Promise<BoughtProps | undefined> {
  const { locale, type } = at;
  if (type !== 'return' && type !== 'complaint') return undefined;
  if (!proof) return provePart(locale);
  if (order) return pickPart(locale, type, { proof, order, counts, wrong });
  return choosePart(locale, type, { proof, orders: await ordersFor(context, proof.asker), missing: number });
}
