import type { Context } from '../../context.ts';
import { mails } from '../../messages/mails.ts';
import type { AgentDoc } from '../model.ts';
import { makeLink, type Link } from './link.ts';

export interface SentLink extends Link {
  /** False: there is no mail server, or it did not take the mail, and somebody must pass the link on. */
  mailed: boolean;
}

/** Makes a link for an agent and mails it, where outgoing mail is set up. */
export async function sendLink(context: Context, agent: AgentDoc): Promise<SentLink> {
  const link = await makeLink(context, agent);
  return { ...link, mailed: await mailed(context, agent, link) };
}

async function mailed(context: Context, agent: AgentDoc, link: Link): Promise<boolean> {
  const email = context.channels.get('email');
  if (!email?.post || email.cannotSend('env') !== undefined) return false;
  const { subject, text } = mails[agent.locale][link.kind];
  const until = new Intl.DateTimeFormat(agent.locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  const values: Record<string, string> = {
    name: agent.name,
    link: link.url,
    until: `${until.format(link.expiresAt)} UTC`,
  };
  const filled = text.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
  try {
    await email.post({ to: agent.email, subject, text: filled });
    return true;
  } catch (err) {
    context.log.warn({ err, agent: String(agent._id) }, 'a link could not be mailed');
    return false;
  }
}
