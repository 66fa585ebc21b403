import MailComposer from 'nodemailer/lib/mail-composer';
import type { OutboundMessage } from '../../tickets/envelopes.ts';
import { loopMark, type Desk } from './interpret.ts';
import { render } from './render.ts';
import { writerOf, type Writing } from './sender.ts';
import { anchorId } from './token.ts';

/** A mail ready for SMTP. */
export interface ComposedMail {
  raw: Buffer;
  /** The address in From. */
  from: string;
  /** The envelope's sender is empty for automatic mail, so that no robot answers it (RFC 3834, 3.3). */
  envelope: { from: string; to: string[] };
}

const MAX_REFERENCES = 20;

/** An outgoing message as a mail (RFC 5322). The same message gives the same Message-ID on every attempt. */
export async function compose(desk: Desk, account: Writing, message: OutboundMessage): Promise<ComposedMail> {
  const references = message.references.filter(isUsableId);
  const anchor = anchorId(desk.vault, desk.address, message.thread, message.to);
  const { name, address, signature } = writerOf(desk, account, message);
  const quoted = message.automatic || account.letterhead?.quote === false ? undefined : await message.quoted?.();
  const bodies = render({
    subject: subjectOf(message),
    language: message.language ?? 'en',
    text: message.text,
    ...(message.html ? { html: message.html } : {}),
    signature,
    ...(quoted ? { quoted } : {}),
  });
  const mail = new MailComposer({
    from: { name: oneLine(name), address },
    to: [message.to, ...(message.alsoTo ?? [])].map((address) => ({ name: '', address })),
    cc: (message.cc ?? []).map((address) => ({ name: '', address })),
    subject: subjectOf(message),
    messageId: `<${message.mintedId}>`,
    // The anchor first: mail programs keep the first and the last references when they shorten the list.
    references: [anchor, ...references.slice(-MAX_REFERENCES)].map((id) => `<${id}>`),
    ...(references.length > 0 ? { inReplyTo: `<${references.at(-1)}>` } : {}),
    headers: {
      'X-Ombud-Loop': loopMark(desk),
      ...(message.automatic ? { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' } : {}),
    },
    ...bodies,
    attachments: await filesOf(message, bodies.html),
    // Content comes from us only: no paths or addresses are read.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    raw: await mail.compile().build(),
    from: address,
    envelope: { from: message.automatic ? '' : address, to: recipientsOf(message) },
  };
}

/** The envelope's: those in blind copy stand in no header. */
const recipientsOf = ({ to, alsoTo = [], cc = [], bcc = [] }: OutboundMessage): string[] => [
  to,
  ...alsoTo,
  ...cc,
  ...bcc,
];

const filesOf = (message: OutboundMessage, html: string | undefined) =>
  Promise.all(
    message.attachments.map(async (file) => ({
      filename: file.name,
      contentType: file.type,
      content: await file.read(),
      ...inlineIn(html, file),
    })),
  );

/** A picture stands where the text has it, by its Content-ID or the id of its file. */
function inlineIn(html: string | undefined, { id, cid }: { id: string; cid?: string }) {
  const named = [cid, id].find((name) => name !== undefined && html?.includes(`"cid:${name}"`));
  return named === undefined ? {} : { cid: named, contentDisposition: 'inline' as const };
}

/** Ids of other people's mails are data: only those that can stand in a header as they are. */
const isUsableId = (id: string): boolean => /^[\x21-\x3b\x3d\x3f-\x7e]{1,250}$/.test(id) && id.includes('@');

function subjectOf(message: OutboundMessage): string {
  const subject = oneLine(message.subject ?? '');
  // A robot's words, fixed, are no answer in the thread's name.
  if (message.automatic) return subject;
  if (message.references.length === 0 || /^(?:re|odp|răsp|rv|отв)\s*:/i.test(subject)) return subject;
  return `Re: ${subject}`.trimEnd();
}

const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
