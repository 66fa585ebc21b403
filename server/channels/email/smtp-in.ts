import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { Context } from '../../context.ts';
import { createBacklog } from '../backlog.ts';
import type { Certificate } from './certificate.ts';
import { createMemory } from './memory.ts';
import { LIMITS } from './parsed.ts';
import { createClients, type ClientLimits, type Clients } from './smtp-clients.ts';
import { refusal } from './smtp-data.ts';
import { refusalOf, take, type Receivers } from './smtp-take.ts';

/** The listening SMTP door. */
export interface SmtpDoor {
  port: number;
  /** No new connections; what is under way may end, at most for a few seconds. */
  stop(): Promise<void>;
}

export interface SmtpDoorOptions extends Receivers {
  /** Our name in the greeting. */
  name: string;
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Bytes of mails that are in memory at the same time, until they are processed; 256 MB by default. */
  memory?: number;
  /** What STARTTLS shows; it is asked for again every hour, since files of the configuration are renewed. */
  certificate(): Promise<Certificate>;
  limits?: Partial<ClientLimits>;
}

const MAX_RECIPIENTS = 100;
const BACKLOG = 256;
const MEMORY = 256 * 1024 * 1024;
const RENEW_MS = 3_600_000;

/**
 * Opens the SMTP door (RFC 5321). `250` only when the mail is in the ledger; `550 5.1.1` for recipients that are not
 * ours, so that it is never a relay; STARTTLS is offered (RFC 3207), and clients have limits; `552` above 25 MB; `451` when the store cannot write; `452` while as much is in
 * memory as may be. Rejects when it cannot listen.
 */
export async function openSmtpDoor(context: Context, options: SmtpDoorOptions): Promise<SmtpDoor> {
  const backlog = createBacklog(BACKLOG);
  const memory = createMemory(options.memory ?? MEMORY);
  const clients = createClients(options.limits);
  const server = new SMTPServer({
    ...LISTENER,
    ...(await options.certificate()),
    name: options.name,
    onConnect: ({ remoteAddress, id }, callback) => callback(clients.connect(remoteAddress, id)),
    onClose: ({ remoteAddress, id }) => clients.close(remoteAddress, id),
    onMailFrom: (_sender, { remoteAddress }, callback) => callback(clients.mail(remoteAddress)),
    onRcptTo: ({ address }, session, callback) => callback(refuseRecipient(options, clients, address, session)),
    onData(stream, session, callback) {
      take(context, options, { backlog, memory }, stream, session).then(
        () => callback(null, 'OK: kept'),
        (error: Error) => callback(refusalOf(context, error)),
      );
    },
  });
  // Answers to pipelined commands (RFC 2920) are several small writes: the second would wait 40 ms for the first's ACK.
  server.server.on('connection', (socket) => socket.setNoDelay(true));
  server.on('error', (error) => context.log.info({ reason: error.message }, 'an SMTP connection failed'));
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const renewing = setInterval(() => void renew(context, server, options), RENEW_MS).unref();
  return {
    port: (server.server.address() as AddressInfo).port,
    stop() {
      clearInterval(renewing);
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const LISTENER = {
  banner: 'Ombud',
  size: LIMITS.bytes,
  authOptional: true,
  disabledCommands: ['AUTH'],
  // A look-up of the sender can stall for seconds: no DNS question stands between a mail and the ledger.
  disableReverseLookup: true,
  logger: false,
  maxClients: 200,
  socketTimeout: 60_000,
  closeTimeout: 5_000,
};

async function renew(context: Context, server: SMTPServer, { certificate }: SmtpDoorOptions): Promise<void> {
  try {
    server.updateSecureContext(await certificate());
  } catch (error) {
    context.log.error(
      { err: error },
      'the certificate of the SMTP door cannot be read: it goes on with the one it has',
    );
  }
}

function refuseRecipient(
  options: SmtpDoorOptions,
  clients: Clients,
  recipient: string,
  session: SMTPServerSession,
): Error | undefined {
  const refused = clients.recipient(session.remoteAddress);
  if (refused) return refused;
  if (!options.accountOf(recipient)) {
    clients.stranger(session.remoteAddress);
    return refusal(550, '5.1.1 there is no such address here');
  }
  if (session.envelope.rcptTo.length >= MAX_RECIPIENTS) return refusal(452, '4.5.3 too many recipients');
  return undefined;
}
