import { expect, it } from 'vitest';
import { Api, ApiError, isAbort } from '../../../web/shared/api.ts';
import { problem, server } from '../inbox/factories.ts';

const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

it('leaves out what is not asked, and encodes the rest', async () => {
  const { fetcher, calls } = server(() => ({ items: [], next: null }));
  await new Api('/api/v1', fetcher).get('/tickets', { view: 'all', q: 'a@b.c d', after: undefined, tag: '' });
  expect(calls[0]?.path).toBe('/api/v1/tickets?view=all&q=a%40b.c+d');
});

it('turns a problem into an error with its code, its sentence and its further members', async () => {
  const { fetcher } = server(() => problem(409, 'newer-messages', { detail: 'Read first.', newer: [7, 8] }));
  const error = (await failure(new Api('/api/v1', fetcher).post('/x'))) as ApiError;
  expect(error).toBeInstanceOf(ApiError);
  expect([error.status, error.code, error.detail, error.extra.newer]).toEqual([
    409,
    'newer-messages',
    'Read first.',
    [7, 8],
  ]);
});

it.each([
  [502, 'internal-error'],
  [418, 'bad-request'],
])('an answer of %i that is no problem document is %s', async (status, code) => {
  const { fetcher } = server(() => new Response('<html>', { status }));
  expect(await failure(new Api('/api/v1', fetcher).get('/x'))).toMatchObject({ status, code });
});

it('tells when nobody is signed in any more', async () => {
  const { fetcher } = server((_method, path) =>
    problem(401, path.includes('session') ? 'wrong-credentials' : 'not-signed-in'),
  );
  const api = new Api('/api/v1', fetcher);
  let told = 0;
  api.onSignedOut = () => (told += 1);
  await failure(api.get('/tickets'));
  await failure(api.post('/session', {}));
  expect(told).toBe(1);
});

it('is offline when the server cannot be reached, and silent when called off', async () => {
  const down = new Api('/api/v1', () => Promise.reject(new TypeError('Failed to fetch')));
  expect(await failure(down.get('/x'))).toMatchObject({ status: 0, code: 'offline' });
  const off = new Api('/api/v1', () => Promise.reject(new DOMException('Aborted', 'AbortError')));
  expect(isAbort(await failure(off.get('/x')))).toBe(true);
});
