import { guess } from '../bots/assistant/guess.ts';
import { createAssistant } from '../bots/assistant/react.ts';
import { assistantRoutes } from '../bots/assistant/routes.ts';
import { startAssistantSweep } from '../bots/assistant/sweep.ts';
import fastifyCookie from '@fastify/cookie';
import fastifyFormbody from '@fastify/formbody';
import fastifyMultipart from '@fastify/multipart';
import fastifyWebsocket from '@fastify/websocket';
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { startIndexing } from '../knowledge-base/publish.ts';
import { articleRoutes } from '../knowledge-base/routes.ts';
import { startPublishing } from '../knowledge-base/schedule.ts';
import { createSearch } from '../knowledge-base/search/create.ts';
import { registerAuthentication } from './access/authenticate.ts';
import { countAttempts } from './agents/attempts.ts';
import { startPresence } from './agents/presence.ts';
import { agentRoutes } from './agents/routes.ts';
import { openSessions, type OpenSessions } from './agents/session.ts';
import { sessionRoutes } from './agents/session-routes.ts';
import { auditRoutes } from './audit/routes.ts';
import { channelRoutes, createChannels } from './app-channels.ts';
import { customerRoutes } from './app-customers.ts';
import { startCallbacks } from './callbacks/tell.ts';
import { ruleRoutes, startRules } from './app-rules.ts';
import type { Channel } from './channels/channel.ts';
import { startDelivery } from './channels/delivery.ts';
import { mailGate } from './channels/mail-gate.ts';
import { takeUp } from './channels/take-up.ts';
import { DeskFrame, VisitorFrame } from './channels/webchat/schema.ts';
import type { Config } from './config.ts';
import { systemClock, type Clock, type Context } from './context.ts';
import { bulkRoutes } from './bulk/routes.ts';
import { startBulkLoop } from './bulk/run.ts';
import { draftRoutes } from './drafts/routes.ts';
import { createEvents, type Reactions } from './events.ts';
import { helpRoutes } from './help/routes.ts';
import { describeApi, docsRoutes } from './http/docs.ts';
import { LastAnswers } from './http/last-answers.ts';
import { lastGood } from './http/last-good.ts';
import { logOptions, logRequests } from './http/log.ts';
import { registerProblems } from './http/problem.ts';
import { securityHeaders } from './http/security.ts';
import { staticFiles } from './http/static.ts';
import { startOrphanSweep } from './intake/orphans.ts';
import { intakeRoutes } from './intake/routes.ts';
import { startIntakeSweep } from './intake/sweep.ts';
import { intakeTicketRoutes } from './intake/ticket-routes.ts';
import { releaseLeases } from './lease.ts';
import { announceProcess } from './living.ts';
import type { Loop } from './loop.ts';
import { macroRoutes } from './macros/routes.ts';
import { startErasures } from './privacy/erasure-loop.ts';
import { startRetention } from './privacy/retention/loop.ts';
import { createReactions } from './reactions.ts';
import { reportRoutes } from './reports/routes.ts';
import { sampleRoutes } from './demo/routes.ts';
import { setupRoutes } from './operations/setup-routes.ts';
import { operationsRoutes } from './operations/routes.ts';
import { createRealtime, type Realtime } from './realtime/push.ts';
import { realtimeRoutes } from './realtime/routes.ts';
import { ClientFrame, ServerFrame } from './realtime/schema.ts';
import { startRepairLoop } from './repairs/loop.ts';
import { fileNew } from './routing/file.ts';
import { startRouting } from './routing/loop.ts';
import { allAccounts } from './settings/accounts.ts';
import { deadlines } from './sla/deadlines.ts';
import { deskRoutes } from './settings/desk-routes.ts';
import { shopRoutes } from './settings/shop-routes.ts';
import { openStore } from './store/connect.ts';
import { prepareStore } from './store/register.ts';
import { startCancelSweep } from './tickets/cancel.ts';
import { ticketChangeRoutes } from './tickets/change-routes.ts';
import { ticketFileRoutes } from './tickets/file-routes.ts';
import { ticketLinkRoutes } from './tickets/links/routes.ts';
import { ticketRoutes } from './tickets/routes.ts';
import { startTicketSearch } from './tickets/search/react.ts';
import { startSnoozeLoop } from './tickets/snooze.ts';
import { startTagLoop } from './tickets/tags/move.ts';
import { tagRoutes } from './tickets/tags/routes.ts';
import { threadRoutes } from './tickets/thread-routes.ts';
import { startUnseenLoop } from './tickets/unseen.ts';
import { startUploadSweep } from './tickets/upload.ts';
import { peopleAsk } from './turns.ts';
import { openVault } from './vault/instance.ts';
import { startWebhooks } from './webhooks/loop.ts';
import { viewRoutes } from './views/routes.ts';
import { webhookRoutes } from './webhooks/routes.ts';

export interface Overrides {
  clock?: Clock;
  /** Fastify's logger; JSON at LOG_LEVEL by default. */
  logger?: FastifyServerOptions['logger'];
  /** Told when the embedded store has ended without being asked to: nothing works any more. */
  onStoreLost?: (error: Error) => void;
}

export interface App {
  server: FastifyInstance;
  context: Context;
  /** Starts listening and the channels; resolves with the address. */
  listen(): Promise<string>;
  /** Ends gracefully: no new requests, loops and deliveries to their end, then the store. */
  close(): Promise<void>;
}

interface Stoppable {
  stop(): Promise<void>;
}

/** Puts the house together, in visible order: store, channels, loops, routes. */
export async function buildApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const server = createServer(config, overrides);
  const { vault, keys } = openVault(config);
  const store = await openStore(config, server.log, onStoreLost(server, overrides));
  await prepareStore(store.db);
  const living = announceProcess(config.dataDir);
  let reactions: Reactions = nothing;
  const channels = new Map<string, Channel>();
  const context: Context = {
    config,
    log: server.log,
    db: store.db,
    vault,
    events: createEvents(server.log, () => reactions),
    search: await createSearch(config, server.log),
    channels,
    clock: overrides.clock ?? systemClock,
    process: living.id,
    guess,
    file: (facts) => fileNew(context, facts),
    deadlines: (ticket) => deadlines(context, ticket),
  };
  for (const channel of createChannels(context)) channels.set(channel.name, channel);
  await takeUp(context, living);

  const sessions = openSessions(context);
  const presence = startPresence(context);
  const realtime = createRealtime(context, { sessions, presence });
  const routing = startRouting(context);
  const followers = startFollowers(context);
  const assistant = createAssistant(context, mailGate(context));
  const ticketSearch = startTicketSearch(context);
  const lastAnswers = new LastAnswers();
  const parts = { sessions, realtime, routing, assistant, ...followers, ticketSearch, lastAnswers };
  reactions = createReactions(context, parts);
  const jobs = startJobs(context);
  const loops = [...Object.values(jobs), ...(await startLoops(context)), startAssistantSweep(context, assistant)];
  await registerRoutes(server, context, { ...parts, ...jobs });

  return {
    server,
    context,
    async listen() {
      const address = await server.listen({ host: config.host, port: config.port });
      for (const account of await allAccounts(context)) await channels.get(account.channel)?.start(account);
      return address;
    },
    async close() {
      reactions['channel.changed'] = []; // the store may be closed before the telling is over
      for (const account of await allAccounts(context)) await channels.get(account.channel)?.stop(account);
      realtime.stop();
      await server.close();
      for (const loop of [...loops, routing, ...Object.values(followers), presence, ticketSearch]) await loop.stop();
      await releaseLeases(context).catch(() => undefined);
      await store.close();
      living.end();
      keys.close();
    },
  };
}

const onStoreLost = (server: FastifyInstance, overrides: Overrides) => (err: Error) => {
  server.log.fatal({ err }, 'the embedded store has ended');
  overrides.onStoreLost?.(err);
};

/** Loops that reactions wake. */
const startFollowers = (context: Context) => ({
  delivery: startDelivery(context),
  webhooks: startWebhooks(context),
  callbacks: startCallbacks(context),
  ...startRules(context),
});

/** Loops that routes wake with what was asked for. */
const startJobs = (context: Context) => ({
  erasures: startErasures(context),
  retention: startRetention(context),
  bulk: startBulkLoop(context),
  tags: startTagLoop(context),
});

const startLoops = async (context: Context): Promise<Stoppable[]> => [
  startIntakeSweep(context),
  startOrphanSweep(context),
  startSnoozeLoop(context),
  startUnseenLoop(context),
  startUploadSweep(context),
  startCancelSweep(context),
  startRepairLoop(context),
  await startIndexing(context),
  startPublishing(context),
];

function createServer(config: Config, overrides: Overrides): FastifyInstance {
  return Fastify({
    ...logOptions(config),
    ...(overrides.logger === undefined ? {} : { logger: overrides.logger }),
    trustProxy: config.trustProxy,
    bodyLimit: 2_000_000,
    // Unknown members are an error, not something to drop silently.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: 'array', useDefaults: true } },
    forceCloseConnections: 'idle',
    // What comes in over open connections while we end is answered like the rest.
    return503OnClosing: false,
  });
}

/** What routes need besides the context. */
interface Served {
  sessions: OpenSessions;
  lastAnswers: LastAnswers;
  realtime: Realtime;
  webhooks: Loop;
  erasures: Loop;
  retention: Loop;
  bulk: Loop;
  tags: Loop;
  sla: Loop;
}

async function registerRoutes(
  server: FastifyInstance,
  context: Context,
  { sessions, realtime, webhooks, lastAnswers, erasures, retention, bulk, tags, sla }: Served,
): Promise<void> {
  registerProblems(server);
  securityHeaders(server);
  await server.register(fastifyCookie);
  // Before authentication: only what knows an upgrade as one closes the connection of a refused one.
  await server.register(fastifyWebsocket, { options: { maxPayload: 64 * 1024 } });
  registerAuthentication(server, context, { identify: sessions.identify });
  await server.register(fastifyMultipart);
  await server.register(fastifyFormbody, { bodyLimit: 300_000 });
  logRequests(server);
  for (const moment of ['onRequest', 'onResponse'] as const) server.addHook(moment, async () => peopleAsk());
  const ping = async (): Promise<unknown> => context.db.db?.command({ ping: 1 });
  lastGood(server, lastAnswers, { base: context.config.publicUrl, ping });
  await describeApi(server, context.config.publicUrl);
  await server.register(async (app) => {
    operationsRoutes(app, context, sessions);
    docsRoutes(app, {
      '/ws/inbox': { client: ClientFrame, server: ServerFrame },
      '/ws/widget': { client: VisitorFrame, server: DeskFrame },
    });
    await staticFiles(app);
    const attempts = countAttempts(context.clock);
    sessionRoutes(app, context, sessions, attempts);
    agentRoutes(app, context, sessions, attempts);
    auditRoutes(app, context);
    setupRoutes(app, context);
    sampleRoutes(app, context);
    ticketRoutes(app, context);
    ticketChangeRoutes(app, context);
    ticketLinkRoutes(app, context);
    threadRoutes(app, context);
    ticketFileRoutes(app, context);
    tagRoutes(app, context, tags.wake);
    bulkRoutes(app, context, bulk.wake);
    macroRoutes(app, context);
    ruleRoutes(app, context, sla);
    assistantRoutes(app, context);
    realtimeRoutes(app, realtime);
    draftRoutes(app, context);
    viewRoutes(app, context);
    deskRoutes(app, context);
    shopRoutes(app, context);
    reportRoutes(app, context);
    customerRoutes(app, context, { erasures, retention });
    channelRoutes(app, context);
    webhookRoutes(app, context, webhooks.wake);
    intakeRoutes(app, context);
    intakeTicketRoutes(app, context);
    articleRoutes(app, context);
    await helpRoutes(app, context);
  });
  await server.ready();
}

/** Until the reactions are made, nothing can happen. */
const nothing = new Proxy({} as Reactions, { get: () => [] });
