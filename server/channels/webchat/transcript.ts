import type { Context } from '../../context.ts';
import { limiter } from '../../http/limit.ts';
import { transcriptTexts } from '../../messages/transcript.ts';
import { ADDRESS_FIELD } from '../../tickets/away.ts';
import type { Language } from '../../tickets/envelopes.ts';
import type { DeskFrame, VisitorMessage } from './schema.ts';
import { ownTicket, visitorThread } from './thread.ts';

type Answer = Extract<DeskFrame, { t: 'transcript' }>['state'];

/** So many of them in an hour: to one address, of one chat, and asked for from one network address. */
const MOST = { address: 2, visitor: 3, network: 10 };
const WINDOW_MS = 60 * 60_000;

/** Mails visitors what was said in their chat; `from`: their network address. */
export type MailTranscript = (
  visitor: string,
  from: string,
  asked: { email?: string; locale: Language },
) => Promise<Answer>;

export function createTranscripts(context: Context): MailTranscript {
  const [byAddress, byVisitor, byNetwork] = [MOST.address, MOST.visitor, MOST.network].map((most) =>
    limiter(context.clock, most, WINDOW_MS),
  );
  return async (visitor, from, { email, locale }) => {
    const channel = context.channels.get('email');
    if (!channel?.post || channel.cannotSend('env')) return 'off';
    const to = email?.trim() ?? (await ownTicket(context, visitor))?.fields?.[ADDRESS_FIELD];
    if (!to || channel.isOwn?.(to)) return 'off';
    const { items } = await visitorThread(context, visitor);
    if (items.length === 0) return 'off';
    const known = context.vault.hash('transcript', to.toLowerCase());
    if (!byNetwork?.(from) || !byVisitor?.(visitor) || !byAddress?.(known)) return 'limited';
    const t = transcriptTexts[locale];
    try {
      await channel.post({ to, subject: t.subject, text: `${t.intro}\n\n${writtenOut(items, locale)}\n\n${t.end}` });
      return 'sent';
    } catch (err) {
      context.log.warn({ err }, 'a transcript could not be mailed');
      return 'off';
    }
  };
}

/** The chat as plain text, times in UTC: nobody knows where it is read. */
function writtenOut(items: VisitorMessage[], locale: Language): string {
  const t = transcriptTexts[locale];
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  const names = { visitor: t.you, agent: t.desk, assistant: t.assistant, system: t.desk };
  return items
    .filter(({ line }) => line === undefined)
    .map(({ from, name, at, text, attachments }) => {
      const files = attachments.map((file) => `[${file.name}]`);
      return [`${name || names[from]}, ${time.format(new Date(at))} UTC`, text, ...files].filter(Boolean).join('\n');
    })
    .join('\n\n');
}
