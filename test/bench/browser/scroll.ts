import { randomUUID } from 'node:crypto';
import { quantile, type Figure } from '../figure.ts';
import { call, type Running } from '../server.ts';
import { openBare, snapshot } from './bare.ts';
import { numbersOf, openList, type Frames, type Screen } from './screen.ts';

const EVENTS_PER_SECOND = 50;
/** Pixels a second: about 37 rows. */
const SPEED = 3_000;
const ROWS_OF_BARE = 600;

/** The list scrolled for some seconds while messages come in on its first tickets; then a bare list, without any. */
export async function measureScrolling(screen: Screen, server: Running, seconds: number): Promise<Figure[]> {
  const numbers = await numbersOf(server, 300);
  await openList(screen);
  const events = startEvents(server, numbers);
  const ours = await scroll(screen, seconds);
  const sent = await events.stop();
  const bare = await openBare(screen, await snapshot(screen));
  await bare.page.evaluate(manyRows());
  const floor = await scroll(bare, seconds);
  await bare.close();
  for (const { duration, scripts } of ours.long)
    console.log(`  a frame of ${duration.toFixed(0)} ms: ${scripts.join('; ') || 'no script'}`);
  const rate = (sent / seconds).toFixed(0);
  const figure = (name: string, of: (frames: Frames) => number, unit: string, aim?: string): Figure => ({
    name: `scrolling ${seconds} s, ${rate} events/s: ${name}`,
    value: of(ours),
    unit,
    baseline: of(floor),
    ...(aim ? { aim } : {}),
  });
  return [
    figure('frames over 50 ms', ({ long }) => long.filter(({ duration }) => duration > 50).length, 'frames', '0'),
    figure('longest frame', ({ long }) => Math.max(0, ...long.map(({ duration }) => duration)), 'ms', '50'),
    figure('from frame to frame, p99', ({ apart }) => quantile(apart, 0.99), 'ms'),
    figure('from frame to frame, most', ({ apart }) => Math.max(...apart), 'ms'),
  ];
}

async function scroll({ page, cdp }: Screen, seconds: number): Promise<Frames> {
  const box = await page.locator('.rows').boundingBox();
  if (!box) throw new Error('there is no list');
  await page.bringToFront();
  await page.evaluate('bench.watch()');
  await cdp.send('Input.synthesizeScrollGesture', {
    x: Math.round(box.x + box.width / 2),
    y: Math.round(box.y + box.height / 2),
    yDistance: -SPEED * seconds,
    speed: SPEED,
    gestureSourceType: 'mouse',
  });
  return await page.evaluate<Frames>('bench.watched()');
}

/** Notes on tickets of the list, one after the other, evenly; `stop` answers how many there were. */
function startEvents({ url, cookie }: Running, numbers: number[]): { stop(): Promise<number> } {
  const under = new Set<Promise<unknown>>();
  let sent = 0;
  const began = performance.now();
  const send = () => {
    const number = numbers[(sent++ * 7) % numbers.length];
    const body = { clientId: randomUUID(), text: `Somebody noted something about this, number ${sent}.` };
    const note = call(`${url}/api/v1/tickets/${number}/notes`, { method: 'POST', body, cookie });
    under.add(note);
    void note.finally(() => under.delete(note));
  };
  // A timer that comes late is made up for.
  const timer = setInterval(() => {
    while (sent < ((performance.now() - began) / 1000) * EVENTS_PER_SECOND) send();
  }, 1000 / EVENTS_PER_SECOND);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(under);
      return sent;
    },
  };
}

/** As many rows as one sees in those seconds, all of them there as HTML. */
const manyRows = (): string => `(() => {
  const list = document.querySelector('.rows');
  const rows = [...list.querySelectorAll('.item')].map((row) => row.outerHTML);
  list.innerHTML = Array.from({ length: ${ROWS_OF_BARE} }, (_, i) => rows[i % rows.length]).join('');
  list.style.overflowY = 'auto';
})()`;
