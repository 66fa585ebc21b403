import type { Context } from '../context.ts';
import { areSamePerson } from '../customers/person.ts';
import { Failure } from '../errors.ts';
import { startLoop, type Loop } from '../loop.ts';
import { callbackTexts } from '../messages/callback.ts';
import { fill } from '../messages/help.ts';
import { hiddenLink } from '../tickets/follow.ts';
import type { TicketDoc } from '../tickets/model.ts';
import { reply } from '../tickets/reply.ts';
import { opened } from '../vault/sealed.ts';
import { calendarFor } from './free.ts';
import { Callbacks, LETTERS, type CallbackDoc } from './model.ts';
import { ticketOf } from './rest.ts';
import { momentInWords } from './words.ts';

const EVERY_MS = 60_000;
const BATCH = 100;

/** Tells customers in writing what they are to know of their calls: when it was booked, or has come to nothing. */
export function startCallbacks(context: Context): Loop {
  return startLoop(context, { name: 'callbacks', everyMs: EVERY_MS, run: () => tellOwed(context) });
}

async function tellOwed(context: Context): Promise<void> {
  const owing = await Callbacks(context)
    .find({ owes: { $exists: true, $in: LETTERS } })
    .limit(BATCH)
    .lean<CallbackDoc[]>();
  for (const doc of owing) {
    const { _id, letters } = doc;
    try {
      await tell(context, opened(context, Callbacks, doc));
    } catch (err) {
      if (!(err instanceof Failure)) {
        // Tried again with the next run; the others are not kept waiting.
        context.log.error({ err, callback: String(_id) }, 'a letter about a call waits');
        continue;
      }
      // Where no mail can go out, the pages say it, and the ticket tells the agents.
      context.log.warn({ callback: String(_id), code: err.code }, 'a customer could not be told of a call');
    }
    await Callbacks(context).collection.updateOne({ _id, letters }, { $unset: { owes: 1 } });
  }
}

/**
 * Fixed words with the time: whose the mailbox is, nobody may have proved. The same letter is sent once. Where the ticket
 * went into another person's, they are told nothing of somebody else's call; the line in the thread is for agents.
 */
async function tell(context: Context, callback: CallbackDoc): Promise<void> {
  const ticket = await ticketOf(context, callback);
  const { customer } = callback;
  if (!callback.owes || ticket.erased || ticket.spam) return;
  if (!customer || !(await areSamePerson(context, customer, ticket.customer))) return;
  const locale = ticket.language ?? 'en';
  const { subject, text } = callbackTexts[locale].letters[callback.owes];
  const { timeZone } = await calendarFor(context, callback.team);
  const values = { number: `#${ticket.number}`, time: momentInWords(locale, callback.at, timeZone) };
  await reply(context, ticket, {
    author: { kind: 'system', name: '' },
    purpose: 'service',
    clientId: `callback-${String(callback._id)}-${callback.letters}`,
    automatic: true,
    subject: fill(subject, values),
    text: fill(withLink(context, ticket, text), values),
  });
}

/** Where nobody knows at which address this desk is, or it is no mail, without the paragraph that has the link. */
function withLink({ config }: Context, { language, channel, replyVia }: TicketDoc, text: string): string {
  const mail = ['email', 'form', 'api'].includes(replyVia?.channel ?? channel);
  const link = `${hiddenLink(config.publicUrl, language ?? 'en')}/callback`;
  const paragraphs = text.split('\n\n');
  return paragraphs
    .filter((paragraph) => (mail && config.publicUrl !== '') || !paragraph.includes('{link}'))
    .join('\n\n')
    .replaceAll('{link}', link);
}
