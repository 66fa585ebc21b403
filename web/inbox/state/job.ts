import { ApiError, type Api } from '../../shared/api.ts';

const LOOK_MS = 400;

/** Looks at a job on the server until it has ended. It goes on without us: a line that is cut is waited for. */
export async function watchJob<T>(
  api: Api,
  path: string,
  { job, ended, show }: { job: T; ended: (now: T) => boolean; show: (now: T) => void },
): Promise<T> {
  let now = job;
  show(now);
  while (!ended(now)) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    now = await looked(api, path, now);
    show(now);
  }
  return now;
}

async function looked<T>(api: Api, path: string, known: T): Promise<T> {
  try {
    return await api.get<T>(path);
  } catch (error) {
    if (error instanceof ApiError && (error.code === 'offline' || error.status >= 500)) return known;
    throw error;
  }
}
