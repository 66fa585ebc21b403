import { call } from './server.ts';

const VIEWS = ['status=open', 'status=pending', 'view=unassigned', 'view=all', 'type=return', 'channel=email'];

/** Milliseconds of each of so many requests for the first 50 rows, views and filters in turns. */
export async function readLists(url: string, cookie: string, requests = 1000): Promise<number[]> {
  return await timed(requests, (i) => `${url}/api/v1/tickets?limit=50&${VIEWS[i % VIEWS.length]}`, cookie);
}

/** Milliseconds of each of so many requests, after 60 that do not count. */
export async function timed(requests: number, address: (i: number) => string, cookie: string): Promise<number[]> {
  const times: number[] = [];
  for (let i = -60; i < requests; i++) {
    const at = performance.now();
    await (await call(address(Math.abs(i)), { cookie })).arrayBuffer();
    if (i >= 0) times.push(performance.now() - at);
  }
  return times;
}
