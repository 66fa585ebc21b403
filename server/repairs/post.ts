import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { fill } from '../messages/help.ts';
import { repairTexts } from '../messages/repairs.ts';
import { byClientId } from '../tickets/commit.ts';
import type { Language } from '../tickets/envelopes.ts';
import { hiddenLink } from '../tickets/follow.ts';
import type { TicketDoc } from '../tickets/model.ts';
import { identitiesOf, routeOf, type Route } from '../tickets/recipients.ts';
import { reply } from '../tickets/reply.ts';
import { wordsOf } from '../tickets/steps/words.ts';
import { upload } from '../tickets/upload.ts';
import { addressOfCustomer } from '../tickets/ways.ts';
import { invitationOf } from './invitation.ts';
import { RepairPoints, type RepairPointDoc } from './point-model.ts';
import type { RepairDoc } from './model.ts';
import { addressInWords, chargeInWords, timeInWords, whereInWords } from './words.ts';

export type MailKind = 'offered' | 'booked' | 'moved' | 'cancelled' | 'remind';

/** By which mailbox, and to which address, a ticket's customer is written to. Fails `cannot-send`. */
export async function mailRoute(context: Context, ticket: TicketDoc): Promise<Route> {
  const to = (await addressOfCustomer(context, ticket, 'email')) ?? fail('cannot-send', 'No email address is known.');
  return await routeOf(context, ticket, { to: [to], cc: [], bcc: [], channel: 'email' }, true);
}

/**
 * Writes to the customer what became of a repair, in their language, with what their calendar is to know: a message of
 * the ticket, which goes out as any other. The same `clientId` is written once. Fails `cannot-send`.
 */
export async function mailRepair(
  context: Context,
  ticket: TicketDoc,
  repair: RepairDoc,
  { kind, clientId }: { kind: MailKind; clientId: string },
): Promise<void> {
  if (await byClientId(context, ticket, clientId)) return;
  const route = await mailRoute(context, ticket);
  const { language } = await wordsOf(context, ticket);
  const point = repair.point ? await RepairPoints(context).findById(repair.point).lean<RepairPointDoc>() : null;
  const { subject, text } = lettersOf(context, { ticket, repair, point, language }, kind);
  const file = kind === 'remind' ? undefined : invitationFor(context, { ticket, repair, point, language, route });
  const attachments = file ? [(await upload(context, ticket, file)).id] : [];
  await reply(context, ticket, {
    author: { kind: 'system', name: '' },
    ...{ purpose: 'service', automatic: true, clientId, channel: 'email' },
    ...{ to: route.to, cc: [], subject, text, attachments },
  });
}

interface Written {
  ticket: TicketDoc;
  repair: RepairDoc;
  point: RepairPointDoc | null;
  language: Language;
}

function lettersOf(
  { config }: Context,
  { ticket, repair, point, language }: Written,
  kind: MailKind,
): { subject: string; text: string } {
  const texts = repairTexts[language];
  const booked = point && repair.from ? { from: repair.from, point } : undefined;
  const { subject, text } = texts.mail[kind === 'cancelled' && !booked ? 'withdrawn' : kind];
  const link = config.publicUrl ? `${hiddenLink(config.publicUrl, language)}/repair` : '';
  const values = {
    number: `#${ticket.number}`,
    when: booked ? timeInWords(language, booked.from, booked.point.timeZone) : '',
    day: booked ? timeInWords(language, booked.from, booked.point.timeZone, true) : '',
    where: booked ? whereInWords(texts, booked.point, repair) : '',
    work: repair.details?.work ?? '',
    charge: chargeInWords(language, texts, repair),
    link,
    automatic: texts.mail.automatic,
  };
  // Where nobody knows yet at which address this desk is, without what leads there.
  const shown = link
    ? text
    : text
        .split('\n\n')
        .filter((paragraph) => !paragraph.includes('{link}'))
        .join('\n\n');
  return { subject: fill(subject, values), text: fill(shown, values) };
}

/** Nothing where no time was ever booked. */
function invitationFor(
  context: Context,
  { ticket, repair, point, language, route }: Written & { route: Route },
): ReturnType<typeof invitationOf> | undefined {
  const { from, to, sequence, uid } = repair;
  const [organizer] = identitiesOf(context, route, '');
  const [attendee] = route.to;
  if (!from || !to || !point || sequence < 0 || !organizer || !attendee) return undefined;
  const texts = repairTexts[language];
  return invitationOf({
    method: repair.state === 'cancelled' ? 'CANCEL' : 'REQUEST',
    ...{ uid, sequence, from, to, attendee },
    at: context.clock.now(),
    organizer: { name: organizer.name, email: organizer.address },
    summary: fill(texts.summary, { number: `#${ticket.number}` }),
    description: [repair.details?.work ?? '', whereInWords(texts, point, repair)].join('\n'),
    location: point.visits ? addressInWords(repair) : [point.name, point.address].filter(Boolean).join(', '),
  });
}
