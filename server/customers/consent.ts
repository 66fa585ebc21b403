import { createHash } from 'node:crypto';
import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import type { Actor } from '../events.ts';
import { PURPOSES, type Purpose } from '../tickets/envelopes.ts';
import { insertSealed, isDuplicate, opened } from '../vault/sealed.ts';
import { Consents, type ConsentDoc, type ConsentSource } from './consent-model.ts';
import { personIds } from './person.ts';
import { samePerson } from './same.ts';

export interface NewConsent {
  purpose: Purpose;
  given: boolean;
  source: ConsentSource;
  by: Actor;
  /** Whether the one who says so is surely the customer. */
  proved: boolean;
  note?: string;
  /**
   * The item of the ledger it came with: the same item again is the same entry, and what only repeats the latest entry
   * is none (a chat says it with every message).
   */
  origin?: string;
}

/**
 * May this customer be sent something of that purpose? Service always: it answers what they asked. Everything else only
 * with their latest word; offers, which they never asked for, only when it is surely theirs, so that nobody can sign
 * up somebody else's address. Who sends anything but service asks this; channels/deliver.ts does for every message.
 */
export async function mayContact(context: Context, customer: Types.ObjectId, purpose: Purpose): Promise<boolean> {
  if (purpose === 'service') return true;
  const person = await samePerson(context, customer);
  const words = await Promise.all(person.map(({ _id }) => latestWord(context, _id, purpose)));
  const [latest] = words.filter((word) => word !== null).sort((a, b) => b.at.getTime() - a.at.getTime());
  return latest?.given === true && person.every(({ blocked }) => !blocked);
}

/** Adds an entry to the customer's history. Two at once stand one after the other. */
export async function recordConsent(context: Context, customer: Types.ObjectId, consent: NewConsent): Promise<void> {
  const { origin, note = '', ...rest } = consent;
  const _id = origin ? idFrom(`${origin}/${consent.purpose}`) : new Types.ObjectId();
  if (origin && (await isKnown(context, customer, rest))) return;
  for (;;) {
    const last = await Consents(context).findOne({ customer }, { n: 1 }).sort({ n: -1 }).lean<ConsentDoc>();
    const entry = { _id, v: 1, customer, n: (last?.n ?? 0) + 1, at: context.clock.now(), ...rest, note };
    try {
      await insertSealed(context, Consents, String(customer), entry);
      break;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      if (await Consents(context).exists({ _id })) return;
    }
  }
  await context.events.emit('customer.changed', { customer: String(customer) });
}

async function isKnown(context: Context, customer: Types.ObjectId, said: NewConsent): Promise<boolean> {
  const { purpose, given, source, proved } = said;
  const last = await Consents(context).findOne({ customer, purpose }).sort({ n: -1 }).lean<ConsentDoc>();
  return last?.given === given && last.source === source && last.proved === proved;
}

/** `{ survey?, offers? }` as forms and programs state it; what is no yes or no is nothing. */
export function readConsents(stated: unknown): { purpose: Purpose; given: boolean }[] {
  const words = typeof stated === 'object' && stated !== null ? (stated as Record<string, unknown>) : {};
  return PURPOSES.flatMap((purpose) => {
    const given = words[purpose];
    return purpose !== 'service' && typeof given === 'boolean' ? [{ purpose, given }] : [];
  });
}

/** The whole history of the person, newest first, opened. */
export async function consentHistory(context: Context, customer: Types.ObjectId): Promise<ConsentDoc[]> {
  const history: ConsentDoc[] = [];
  for (const record of await personIds(context, customer))
    history.push(...(await Consents(context).find({ customer: record }).sort({ n: -1 }).lean<ConsentDoc[]>()));
  // Of one record the places count; they agree with the times but for a clock that was set back.
  history.sort((a, b) => (a.customer.equals(b.customer) ? b.n - a.n : b.at.getTime() - a.at.getTime()));
  return history.map((doc) => opened(context, Consents, doc));
}

/** The entry of a history that counts, for each purpose; undefined where nothing was ever said. */
export function currentConsents(history: ConsentDoc[]): { purpose: Purpose; latest: ConsentDoc | undefined }[] {
  return PURPOSES.map((purpose) => ({ purpose, latest: history.find((entry) => entry.purpose === purpose) }));
}

function latestWord(context: Context, customer: Types.ObjectId, purpose: Purpose): Promise<ConsentDoc | null> {
  const counts = purpose === 'offers' ? { $or: [{ proved: true }, { given: false }] } : {};
  return Consents(context)
    .findOne({ customer, purpose, ...counts }, { given: 1, at: 1 })
    .sort({ n: -1 })
    .lean<ConsentDoc>();
}

const idFrom = (origin: string): Types.ObjectId =>
  new Types.ObjectId(createHash('sha256').update(origin).digest('hex').slice(0, 24));
