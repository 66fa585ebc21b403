import { afterEach, expect, it } from 'vitest';
import { ResumableSocket, type Line } from '../../../web/shared/socket.ts';

interface Frame {
  t: string;
  seq?: number;
}

/** The other end of the line, played by the test. */
class Wire {
  readyState = 0;
  sent: { t: string; after?: number }[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  send(data: string): void {
    this.sent.push(JSON.parse(data) as { t: string });
  }
  close(): void {
    this.readyState = 3;
  }
  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  push(frame: Frame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  cut(): void {
    this.readyState = 3;
    this.onclose?.();
  }
}

const stops: (() => void)[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop()));

function start() {
  const wires: Wire[] = [];
  const seen: Frame[] = [];
  const lines: Line[] = [];
  let resyncs = 0;
  const socket = new ResumableSocket<Frame, { t: string }>({
    connect: () => {
      const wire = new Wire();
      wires.push(wire);
      return wire as unknown as WebSocket;
    },
    onFrame: (frame) => seen.push(frame),
    onResync: () => (resyncs += 1),
    onLine: (line) => lines.push(line),
    delay: () => 0,
  });
  socket.start();
  stops.push(() => socket.stop());
  const next = async () => {
    const count = wires.length;
    while (wires.length === count) await new Promise((resolve) => setTimeout(resolve, 1));
    return wires.at(-1)!;
  };
  return { socket, first: wires[0]!, seen, lines, next, resyncs: () => resyncs };
}

it('says hello, and after a cut where it had got to', async () => {
  const { first, seen, next, lines } = start();
  first.open();
  expect(first.sent[0]).toEqual({ t: 'hello' });
  first.push({ t: 'ready', seq: 10 });
  first.push({ t: 'ticket', seq: 11 });
  first.cut();
  const second = await next();
  second.open();
  expect(second.sent[0]).toEqual({ t: 'hello', after: 11 });
  second.push({ t: 'ticket', seq: 11 });
  second.push({ t: 'ticket', seq: 12 });
  second.push({ t: 'ready', seq: 12 });
  expect(seen.map((frame) => frame.seq)).toEqual([11, 12]);
  expect(lines).toEqual(['online', 'connecting', 'online']);
});

it('is offline when coming back fails, and resumes all the same', async () => {
  const { first, next, lines } = start();
  first.open();
  first.push({ t: 'ready', seq: 3 });
  first.cut();
  (await next()).cut();
  const third = await next();
  third.open();
  expect(third.sent[0]).toEqual({ t: 'hello', after: 3 });
  expect(lines).toEqual(['online', 'connecting', 'offline']);
});

it('reads everything again when told to, and goes on from there', async () => {
  const { first, next, seen, resyncs } = start();
  first.open();
  first.push({ t: 'ready', seq: 3 });
  first.cut();
  const second = await next();
  second.open();
  second.push({ t: 'resync', seq: 500 });
  second.push({ t: 'ticket', seq: 499 });
  second.push({ t: 'ticket', seq: 501 });
  expect(resyncs()).toBe(1);
  expect(seen.map((frame) => frame.seq)).toEqual([501]);
});

it('passes on frames without a sequence, and sends only when connected', () => {
  const { socket, first, seen } = start();
  expect(socket.send({ t: 'watch' })).toBe(false);
  first.open();
  expect(socket.send({ t: 'watch' })).toBe(true);
  first.push({ t: 'presence' });
  expect(seen).toEqual([{ t: 'presence' }]);
});
