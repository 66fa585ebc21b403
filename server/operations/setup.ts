import { Agents } from '../agents/model.ts';
import type { Context } from '../context.ts';
import { allAccounts } from '../settings/accounts.ts';
import { Tickets } from '../tickets/model.ts';
import type { SetupView } from './schema.ts';

/** How far the desk is set up, told by what is there and not by what was ticked off. */
export async function setupState(context: Context): Promise<SetupView> {
  const [accounts, mail, chat, people, samples] = await Promise.all([
    allAccounts(context),
    hasReal(context, 'email'),
    hasReal(context, 'webchat'),
    Agents(context).countDocuments({ demo: { $ne: true } }),
    Agents(context).exists({ demo: true }),
  ]);
  const mailboxes = accounts.filter(({ channel, enabled, mail: door }) => channel === 'email' && enabled && door);
  const { smtpInPort, smtpInTls } = context.config.mail;
  return {
    publicUrl: context.config.publicUrl,
    mail: {
      address: mailboxes[0]?.address ?? null,
      canSend: context.channels.get('email')?.cannotSend('env') === undefined,
    },
    door: smtpInPort === undefined ? null : { port: smtpInPort, ownCertificate: smtpInTls !== undefined },
    samples: samples !== null,
    done: {
      mailbox: mailboxes.some(({ mail: door }) => door?.imapUrl !== undefined || door?.door),
      mail,
      chat,
      people: people > 1,
    },
  };
}

/** Whether anything has come by this channel that is no sample. */
async function hasReal(context: Context, channel: string): Promise<boolean> {
  return (await Tickets(context).exists({ channel, demo: { $ne: true } })) !== null;
}
