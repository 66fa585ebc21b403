import { FILES, VERSION } from 'virtual:shell';

// The service worker of the inbox. It keeps the empty desk (page, scripts, styles, fonts) and nothing else: no answer of
// the API ever passes through it, so what customers wrote is on no disk that nobody thinks of.

/** What the types of a page do not know of a worker. */
interface Ending extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Ending {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
const worker = globalThis as unknown as EventTarget & {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
};

const CACHE = `shell-${VERSION}`;
/** A network that is there and answers nothing must not keep the desk shut. */
const PATIENCE_MS = 4_000;

worker.addEventListener('install', (event) => (event as Ending).waitUntil(keepAll()));
worker.addEventListener('activate', (event) => (event as Ending).waitUntil(takeOver()));
// A new version waits until it is asked for: pages that are open still need the parts of the old one.
worker.addEventListener('message', (event) => {
  if ((event as MessageEvent).data === 'take-over') void worker.skipWaiting();
});
worker.addEventListener('fetch', (event) => {
  const { request } = event as Fetching;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate') (event as Fetching).respondWith(page(request));
  else if (pathname.startsWith('/inbox/assets/') || FILES.includes(pathname))
    (event as Fetching).respondWith(file(request));
});

async function keepAll(): Promise<void> {
  const cache = await caches.open(CACHE);
  // Names with a hash never change; the others are read past the browser's own cache.
  await cache.addAll(FILES.map((path) => (path.includes('/assets/') ? path : new Request(path, { cache: 'reload' }))));
}

async function takeOver(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith('shell-') && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** The page as the server has it now; without the server, as it was kept. */
async function page(request: Request): Promise<Response> {
  const kept = () => caches.match('/inbox/', { cacheName: CACHE });
  try {
    const answer = await Promise.race([fetch(request), patience()]);
    return answer.status >= 500 ? ((await kept()) ?? answer) : answer;
  } catch (error) {
    const page = await kept();
    if (!page) throw error;
    return page;
  }
}

function patience(): Promise<never> {
  return new Promise((_, reject) => setTimeout(() => reject(new Error('the server does not answer')), PATIENCE_MS));
}

/** A file with a hash in its name is the same wherever it comes from. */
async function file(request: Request): Promise<Response> {
  const known = await caches.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok && request.url.includes('/assets/')) await (await caches.open(CACHE)).put(request, answer.clone());
  return answer;
}
