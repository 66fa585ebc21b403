import MailComposer from 'nodemailer/lib/mail-composer';
import type { OutboundMessage } from '../../tickets/envelopes.ts';
import { loopMark, type Desk } from './interpret.ts';
import { anchorId } from './token.ts';

/** A mail ready for SMTP. */
export interface ComposedMail {
  raw: Buffer;
  /** The envelope's sender is empty for automatic mail, so that no robot answers it (RFC 3834, 3.3). */
  envelope: { from: string; to: string[] };
}

const MAX_REFERENCES = 20;

/** An outgoing message as a mail (RFC 5322). The same message gives the same Message-ID on every attempt. */
export async function compose(desk: Desk, account: { name: string }, message: OutboundMessage): Promise<ComposedMail> {
  const references = message.references.filter(isUsableId);
  const anchor = anchorId(desk.vault, desk.address, message.thread, message.to);
  const mail = new MailComposer({
    from: { name: senderName(account, message), address: desk.address },
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
    text: message.text,
    ...(message.html ? { html: message.html } : {}),
    attachments: await filesOf(message),
    // Content comes from us only: no paths or addresses are read.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    raw: await mail.compile().build(),
    envelope: { from: message.automatic ? '' : desk.address, to: recipientsOf(message) },
  };
}

/** The envelope's: those in blind copy stand in no header. */
const recipientsOf = ({ to, alsoTo = [], cc = [], bcc = [] }: OutboundMessage): string[] => [
  to,
  ...alsoTo,
  ...cc,
  ...bcc,
];

const filesOf = (message: OutboundMessage) =>
  Promise.all(
    message.attachments.map(async (file) => ({
      filename: file.name,
      contentType: file.type,
      content: await file.read(),
      ...(file.cid && message.html?.includes(`cid:${file.cid}`)
        ? { cid: file.cid, contentDisposition: 'inline' as const }
        : {}),
    })),
  );

/** Ids of other people's mails are data: only those that can stand in a header as they are. */
const isUsableId = (id: string): boolean => /^[\x21-\x3b\x3d\x3f-\x7e]{1,250}$/.test(id);

const senderName = (account: { name: string }, { author }: OutboundMessage): string =>
  oneLine((author.kind !== 'system' && author.name) || account.name);

function subjectOf(message: OutboundMessage): string {
  const subject = oneLine(message.subject ?? '');
  if (message.references.length === 0 || /^(?:re|odp|răsp|rv|отв)\s*:/i.test(subject)) return subject;
  return `Re: ${subject}`.trimEnd();
}

const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
