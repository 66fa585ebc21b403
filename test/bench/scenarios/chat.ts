import { median, quantile, type Figure, type Scenario } from '../figure.ts';
import { call, startServer, type Running } from '../server.ts';
import type { Floor, Work } from '../work.ts';
import { inParallel, openAgent, openVisitor, takeAll, within, type Visitor } from './chat-people.ts';

const CHATS = 1_000;
/** Messages a second over all chats while latency is measured: each visitor writes every twenty seconds. */
const OFFERED = 50;
/** Every so manieth is answered at once: then both ways are busy. */
const ANSWERED = 2;
/** Chats that write without pause while the rate is measured. */
const LOOPING = 200;
const IDLE = 10_000;
const SETTLE_MS = 5_000;
const parts = ['latency', 'idle'] as const;

/** From the visitor's socket to the agent's and back, stored on the way; the floor is a bare relay there and back. */
export const chat: Scenario = async (work, { quick, only }) => {
  const wanted = parts.filter((part) => only.length === 0 || only.includes(part));
  const figures: Figure[] = [];
  if (wanted.includes('latency')) figures.push(...(await talking(work, quick)));
  if (wanted.includes('idle')) figures.push(await waiting(quick ? IDLE / 5 : IDLE));
  return figures;
};

interface Round {
  there: number[];
  back: number[];
  perSecond: number;
}

async function talking(work: Work, quick: boolean): Promise<Figure[]> {
  const rounds: { floor: Floor; round: Round }[] = [];
  const chats = quick ? CHATS / 5 : CHATS;
  for (let i = 0; i < (quick ? 1 : 3); i++) {
    const floor = await work.floor('ws', quick ? 5_000 : 20_000);
    const server = await startServer();
    const round = await oneRound(server, chats, quick ? 200 : 800).finally(() => server.stop());
    rounds.push({ floor, round });
  }
  const quantiles = [0.5, 0.95, 0.99] as const;
  const way = (name: 'there' | 'back', words: string): Figure[] =>
    quantiles.map((q) => ({
      name: `chat, ${words}, ${chats} chats, ${OFFERED}/s, p${q * 100}`,
      value: median(rounds.map(({ round }) => quantile(round[name], q))),
      unit: 'ms',
      baseline: median(rounds.map(({ floor }) => ({ 0.5: floor.p50, 0.95: floor.p95, 0.99: floor.p99 })[q])),
      ...(q === 0.95 ? { aim: 'at most 25' } : {}),
    }));
  return [
    ...way('there', 'visitor to agent'),
    ...way('back', 'agent to visitor'),
    {
      name: 'chat messages stored and shown, closed loop',
      value: median(rounds.map(({ round }) => round.perSecond)),
      unit: 'messages/s',
      baseline: median(rounds.map(({ floor }) => floor.perSecond)),
      ratio: median(rounds.map(({ round, floor }) => round.perSecond / floor.perSecond)),
      aim: 'at least 1,000',
    },
  ];
}

async function oneRound(server: Running, chats: number, messages: number): Promise<Round> {
  const seen = new Map<string, (at: number, ticket: number) => void>();
  const arrived = (text: string, ticket: number): void => seen.get(text)?.(performance.now(), ticket);
  const sight = (text: string): Promise<{ at: number; ticket: number }> =>
    within(
      new Promise((resolve) => seen.set(text, (at, ticket) => (seen.delete(text), resolve({ at, ticket })))),
      60_000,
      `never seen: ${text}`,
    );
  const agent = await openAgent(server, arrived);
  const visitors: Visitor[] = [];
  await inParallel(Array.from({ length: chats }), 20, async () => {
    visitors.push(await openVisitor(server, arrived));
  });
  const say = async (visitor: Visitor, text: string): Promise<{ took: number; ticket: number }> => {
    const began = performance.now();
    const sighted = sight(text);
    visitor.say(text);
    const { at, ticket } = await sighted;
    return { took: at - began, ticket };
  };
  await inParallel(visitors, 20, async (visitor, i) => void (await say(visitor, `first of ${i}`)));
  await takeAll(server);
  // What the assistant still says to a thousand first messages is not what is measured.
  await pause(SETTLE_MS);

  const there: number[] = [];
  const back: number[] = [];
  const paced = async (visitor: Visitor, i: number): Promise<void> => {
    const { took, ticket } = await say(visitor, `paced ${i}`);
    there.push(took);
    if (i % ANSWERED === 0) back.push(await answer(server, ticket, `answer ${i}`, sight));
  };
  const all: Promise<void>[] = [];
  const began = performance.now();
  for (let i = 0; i < messages; i++) {
    all.push(paced(visitors[i % chats] as Visitor, i));
    await pause(Math.max(0, began + ((i + 1) * 1000) / OFFERED - performance.now()));
  }
  await Promise.all(all);
  const perSecond = await loop(visitors.slice(0, LOOPING), messages * 5, say);
  for (const { socket } of visitors) socket.terminate();
  agent.terminate();
  return { there, back, perSecond };
}

/** Milliseconds from the agent's call to the visitor's socket. */
async function answer(
  server: Running,
  ticket: number,
  text: string,
  sight: (text: string) => Promise<{ at: number }>,
): Promise<number> {
  const began = performance.now();
  const sighted = sight(text);
  await call(`${server.url}/api/v1/tickets/${ticket}/replies`, {
    method: 'POST',
    cookie: server.cookie,
    body: { clientId: `bench-${text.replace(' ', '-')}`, text },
  });
  return (await sighted).at - began;
}

/** Messages a second when each writes again as soon as the agent has seen what they wrote. */
async function loop(
  visitors: Visitor[],
  messages: number,
  say: (visitor: Visitor, text: string) => Promise<unknown>,
): Promise<number> {
  let left = messages;
  const began = performance.now();
  await Promise.all(
    visitors.map(async (visitor, v) => {
      while (left-- > 0) await say(visitor, `loop ${v} ${left}`);
    }),
  );
  return messages / ((performance.now() - began) / 1000);
}

/** What the process grows by, as the machine counts it, for each visitor who has a session and says nothing. */
async function waiting(count: number): Promise<Figure> {
  const server = await startServer();
  try {
    // What the first ones bring into memory is not theirs.
    const first = await Promise.all(Array.from({ length: 50 }, () => openVisitor(server, () => undefined)));
    await pause(SETTLE_MS);
    const before = server.pss();
    const visitors: Visitor[] = [];
    await inParallel(Array.from({ length: count }), 40, async () => {
      visitors.push(await openVisitor(server, () => undefined));
    });
    await pause(SETTLE_MS);
    const kib = ((server.pss() - before) * 1024) / count;
    for (const { socket } of [...first, ...visitors]) socket.terminate();
    return {
      name: `memory of an idle visitor, ${count.toLocaleString('en')} of them`,
      value: kib,
      unit: 'KiB',
      aim: 'at most 16',
    };
  } finally {
    await server.stop();
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
