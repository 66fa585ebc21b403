import { request as httpRequest, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pinnedAddress, type HostAddress, type Resolve } from './addresses.ts';

/** Why a request to another house did not succeed. */
export type OutgoingReason =
  'bad-address' | 'private-address' | 'unresolved' | 'redirect' | 'slow' | 'large' | 'network';

export class OutgoingError extends Error {
  readonly reason: OutgoingReason;
  /** True when the other side was reached: it may have done what was asked. */
  readonly reached: boolean;
  constructor(reason: OutgoingReason, reached = false) {
    super(`outgoing request: ${reason}`);
    this.reason = reason;
    this.reached = reached;
  }
}

export interface Outgoing {
  url: string;
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: Buffer;
  /** Hosts that may be private (ALLOW_PRIVATE_HOSTS). */
  allowed: readonly string[];
  /** For all of it, asking for the address included; 10 s. */
  timeoutMs?: number;
  /** Of the answer's body; 1 MB. */
  maxBytes?: number;
  resolve?: Resolve;
}

export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/**
 * The only way out for addresses that people typed in: http or https, the host asked for once and pinned, public
 * addresses only unless the host is on the list, no redirects followed, limits on time and size, no connection shared.
 * Rejects with OutgoingError, whose text names no address.
 */
export async function fetchOutside(outgoing: Outgoing): Promise<Answer> {
  const url = checked(outgoing.url);
  const deadline = AbortSignal.timeout(outgoing.timeoutMs ?? 10_000);
  const address = await inTime(deadline, pin(url, outgoing));
  const answer = await exchange(url, address, outgoing, deadline);
  if (answer.status >= 300 && answer.status < 400) throw new OutgoingError('redirect', true);
  return answer;
}

/** An address as a setting may hold it. Throws OutgoingError `bad-address`. */
export function checked(text: string): URL {
  if (!URL.canParse(text)) throw new OutgoingError('bad-address');
  const url = new URL(text);
  // Who is asked must be plain to see: no name and password before the host.
  if (!/^https?:$/.test(url.protocol) || url.username || url.password || !url.hostname)
    throw new OutgoingError('bad-address');
  return url;
}

async function pin(url: URL, { allowed, resolve }: Outgoing): Promise<HostAddress> {
  let address: HostAddress | undefined;
  try {
    address = await pinnedAddress(url.hostname, { allowed, resolve });
  } catch {
    throw new OutgoingError('unresolved');
  }
  if (!address) throw new OutgoingError('private-address');
  return address;
}

/** The system's resolver cannot be called off; whoever waits for it can. */
function inTime<T>(deadline: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    deadline.addEventListener('abort', () => reject(new OutgoingError('slow')), { once: true });
    work.then(resolve, reject);
  });
}

function exchange(url: URL, pinned: HostAddress, outgoing: Outgoing, deadline: AbortSignal): Promise<Answer> {
  const { method = 'POST', headers = {}, body, maxBytes = 1_000_000 } = outgoing;
  const options: RequestOptions = {
    method,
    headers: { ...headers, ...(body ? { 'content-length': String(body.length) } : {}) },
    agent: false,
    maxHeaderSize: 16_384,
    signal: deadline,
    // Name and certificate stay the host's; only where it is reached is settled already.
    lookup: (_host, { all }, done) =>
      all
        ? done(null, [pinned])
        : (done as (e: null, a: string, f: number) => void)(null, pinned.address, pinned.family),
  };
  const secure = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const request: ClientRequest = (secure ? httpsRequest : httpRequest)(url, options);
    let reached = false;
    const failed = () => reject(new OutgoingError(deadline.aborted ? 'slow' : 'network', reached));
    request.on('socket', (socket) => socket.once(secure ? 'secureConnect' : 'connect', () => void (reached = true)));
    request.on('error', failed);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= maxBytes) return void chunks.push(chunk);
        reject(new OutgoingError('large', reached));
        request.destroy();
      });
      response.on('error', failed);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    request.end(body);
  });
}
