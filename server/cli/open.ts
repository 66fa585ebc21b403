import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import Fastify from 'fastify';
import { guess } from '../../bots/assistant/guess.ts';
import { createSearch } from '../../knowledge-base/search/create.ts';
import type { Channel } from '../channels/channel.ts';
import { createEmailChannel } from '../channels/email/email.ts';
import { createWebchatChannel } from '../channels/webchat/webchat.ts';
import { readConfig, type Config } from '../config.ts';
import { systemClock, type Context } from '../context.ts';
import { createEvents, type Reactions } from '../events.ts';
import { createRequestChannel } from '../help/form-channel.ts';
import { logOptions } from '../http/log.ts';
import { openStore } from '../store/connect.ts';
import { prepareStore } from '../store/register.ts';
import { fileNew } from '../routing/file.ts';
import { deadlines } from '../sla/deadlines.ts';
import { makeMarks } from '../tickets/search/marks.ts';
import { openVault } from '../vault/instance.ts';
import type { KeyStore } from '../vault/keys.ts';
import { createWebhooks } from '../webhooks/react.ts';

/** The house without its server: store, vault and adapters, nothing started. */
export interface Desk {
  context: Context;
  keys: KeyStore;
  /** True when a server of this data folder is running, and its store is used. */
  running: boolean;
  close(): Promise<void>;
}

/** Opens the store of the configuration: the running server's when there is one, else the file itself. */
export async function openDesk(config: Config = readConfig()): Promise<Desk> {
  const running = config.mongodbUri ? undefined : await runningStore(config.dataDir);
  const { log } = Fastify({
    logger: { ...(logOptions(config).logger as object), level: 'warn', stream: process.stderr },
  });
  const { vault, keys } = openVault(config);
  const effective = running ? { ...config, mongodbUri: running } : config;
  const store = await openStore(effective, log, (error) => process.stderr.write(`${error.message}\n`));
  await prepareStore(store.db);
  const channels = new Map<string, Channel>();
  const context: Context = {
    config,
    log,
    db: store.db,
    vault,
    events: createEvents(log, () => reactionsHere(context)),
    search: await createSearch(config, log),
    channels,
    clock: systemClock,
    process: randomUUID(),
    guess,
    file: (facts) => fileNew(context, facts),
    deadlines: (ticket) => deadlines(context, ticket),
  };
  for (const channel of [
    createWebchatChannel(context),
    createEmailChannel(context),
    createRequestChannel('form', context),
    createRequestChannel('api', context),
  ])
    channels.set(channel.name, channel);
  return {
    context,
    keys,
    running: running !== undefined,
    async close() {
      await store.close();
      keys.close();
    },
  };
}

/**
 * Reactions are the server's: it finds what was written here by its own loops. What nothing else will ever tell is
 * marked for the search, and goes into the outbox for other systems, at once.
 */
function reactionsHere(context: Context): Reactions {
  const { onErased } = createWebhooks(context, () => undefined);
  const search = ({ ticket }: { ticket: string }) => makeMarks(context, new Map([[ticket, []]]));
  const here: Partial<Reactions> = {
    'message.received': [search],
    'message.saved': [search],
    'ticket.changed': [search],
    'customer.erased': [onErased],
  };
  return new Proxy(here as Reactions, { get: (known, name: keyof Reactions) => known[name] ?? [] });
}

/** The address of the store that a running server of this data folder serves; undefined when there is none. */
export async function runningStore(dataDir: string): Promise<string | undefined> {
  let note: { uri: string; socket?: string };
  try {
    note = JSON.parse(readFileSync(join(dataDir, 'store.json'), 'utf8')) as { uri: string; socket?: string };
  } catch {
    return undefined;
  }
  const target = note.socket === undefined ? { host: '127.0.0.1', port: portOf(note.uri) } : { path: note.socket };
  return (await answers(target)) ? note.uri : undefined;
}

const portOf = (uri: string): number => Number(/:(\d+)\//.exec(uri)?.[1] ?? 0);

function answers(target: { path: string } | { host: string; port: number }): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(target);
    socket.on('error', () => done(false));
    socket.on('connect', () => {
      socket.destroy();
      done(true);
    });
  });
}
