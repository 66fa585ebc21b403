import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Context } from '../context.ts';
import { Intake, OUTCOMES, type Outcome } from '../intake/model.ts';
import { countQueues, type QueueCounts } from './queue.ts';
import { channelStates } from './ready.ts';

const DAY_MS = 86_400_000;
const BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

/**
 * What Prometheus reads. Queues are counted when it asks, through indexes, so that several processes tell the same;
 * a store that is away leaves them out. No label holds anything personal.
 */
export function createMetrics(app: FastifyInstance, context: Context): Registry {
  const registry = new Registry();
  timeRequests(app, registry);
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `ombud_${name}`, help, labelNames, registers: [registry] });
  gaugeQueues(context, gauge);
  gaugeOutcomes(context, gauge);
  const sockets = gauge('sockets_open', 'Open web sockets of agents and visitors.');
  setCollect(sockets, () => sockets.set(app.websocketServer.clients.size));
  const channels = gauge('channel_up', 'Whether an account of a channel is up.', ['channel', 'account']);
  setCollect(channels, () => {
    channels.reset();
    for (const { channel, account, state } of channelStates(context))
      channels.set({ channel, account }, state === 'up' ? 1 : 0);
  });
  return Registry.merge([ofProcess(), registry]);
}

let metricsOfProcess: Registry | undefined;

/** Observers of the process can't be taken back, so there is one set of them, however many servers it has had. */
function ofProcess(): Registry {
  if (metricsOfProcess) return metricsOfProcess;
  metricsOfProcess = new Registry();
  collectDefaultMetrics({ register: metricsOfProcess });
  return metricsOfProcess;
}

type MakeGauge = (name: string, help: string, labelNames?: string[]) => Gauge;

/** prom-client calls it before each reading. */
function setCollect(gauge: Gauge, collect: () => void | Promise<void>): void {
  Object.assign(gauge, { collect });
}

function timeRequests(app: FastifyInstance, registry: Registry): void {
  const seconds = new Histogram({
    name: 'ombud_http_request_duration_seconds',
    help: 'Time of HTTP requests by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS_S,
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? '(none)';
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
}

function gaugeQueues(context: Context, gauge: MakeGauge): void {
  const gauges = {
    intakePending: gauge('intake_pending', 'Inbound items without an outcome.'),
    oldestIntakeSeconds: gauge('intake_oldest_seconds', 'Age of the oldest inbound item without an outcome.'),
    outboxDue: gauge('outbox_due', 'Messages whose time to be sent has come.'),
    outboxPending: gauge('outbox_pending', 'Messages that are not settled.'),
    ticketsWaiting: gauge('tickets_waiting', 'Tickets that wait for an agent.'),
    quarantined: gauge('intake_quarantined', 'Inbound items in quarantine.'),
  };
  // All of them are read at once: one count serves them.
  let reading: Promise<QueueCounts | undefined> | undefined;
  const read = () =>
    (reading ??= countQueues(context)
      .catch(() => undefined)
      .finally(() => (reading = undefined)));
  for (const [name, one] of Object.entries(gauges) as [keyof QueueCounts, Gauge][])
    setCollect(one, async () => {
      const counts = await read();
      if (counts) one.set(counts[name]);
      else one.remove();
    });
}

function gaugeOutcomes(context: Context, gauge: MakeGauge): void {
  const outcomes = gauge('intake_last_day', 'What became of the inbound items of the last 24 hours.', ['outcome']);
  setCollect(outcomes, async () => {
    const since = new Date(context.clock.now().getTime() - DAY_MS);
    const count = (outcome: Outcome) => Intake(context).countDocuments({ outcome, receivedAt: { $gte: since } });
    const counts = await Promise.all(OUTCOMES.map(count)).catch(() => undefined);
    outcomes.reset();
    counts?.forEach((value, n) => outcomes.set({ outcome: OUTCOMES[n] ?? '' }, value));
  });
}
