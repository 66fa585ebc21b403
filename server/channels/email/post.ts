import { randomUUID } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { ComposedMail } from './compose.ts';
import { loopMark, type Desk } from './interpret.ts';

/** A mail to one of our own people (RFC 5322): no ticket, and no robot answers it (RFC 3834). */
export async function composePost(
  desk: Desk,
  sender: string,
  { to, subject, text }: { to: string; subject: string; text: string },
): Promise<ComposedMail> {
  const mail = new MailComposer({
    from: { name: sender, address: desk.address },
    to: { name: '', address: to },
    subject,
    text,
    messageId: `<${randomUUID()}@${desk.address.split('@')[1] ?? 'localhost'}>`,
    headers: {
      'X-Ombud-Loop': loopMark(desk),
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { raw: await mail.compile().build(), from: desk.address, envelope: { from: '', to: [to] } };
}
