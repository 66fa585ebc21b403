import type { MessageView, TicketView } from '../../../server/tickets/schema.ts';

const hex = (n: number) => n.toString(16).padStart(24, '0');

export function ticket(number: number, more: Partial<TicketView> = {}): TicketView {
  return {
    id: hex(number),
    number,
    type: 'inquiry',
    typeGuessed: false,
    status: 'new',
    stage: 'received',
    undecided: false,
    priority: 'normal',
    subject: `Ticket ${number}`,
    snippet: '',
    fields: {},
    channel: 'email',
    replyBy: 'email',
    account: 'env',
    customer: { id: hex(9_000), name: 'Ana Pop' },
    assignee: null,
    team: null,
    handler: 'agents',
    queued: true,
    language: 'en',
    tags: [],
    unverified: false,
    spam: null,
    mergedInto: null,
    messages: 1,
    createdAt: '2026-11-20T10:00:00.000Z',
    activityAt: new Date(Date.UTC(2026, 10, 20, 10, number)).toISOString(),
    waitingSince: '2026-11-20T10:00:00.000Z',
    firstAssignedAt: null,
    firstRepliedAt: null,
    solvedAt: null,
    reopenedAt: null,
    snoozedUntil: null,
    ...{ due: null, firstReplyBy: null, nextReplyBy: null, resolveBy: null },
    routing: null,
    drafts: [],
    mentioned: [],
    mentions: [],
    ...more,
  };
}

export function message(n: number, more: Partial<MessageView> = {}): MessageView {
  return {
    id: hex(n),
    ticket: 1,
    n,
    direction: 'in',
    author: { kind: 'customer', name: 'Ana Pop' },
    at: new Date(Date.UTC(2026, 10, 20, 12, n)).toISOString(),
    text: `Message ${n}`,
    hasHtml: false,
    hasSource: false,
    attachments: [],
    automatic: false,
    otherSender: false,
    ...more,
  };
}

/** A server made of a function: what it returns is the JSON answer; a number is an error's status. */
export function server(answer: (method: string, path: string, body: unknown) => unknown) {
  const calls: { method: string; path: string; body: unknown }[] = [];
  const fetcher = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    const call = { method: init.method ?? 'GET', path: String(input), body };
    calls.push(call);
    const result = await answer(call.method, call.path, call.body);
    if (result instanceof Response) return result;
    return new Response(JSON.stringify(result), { status: 200 });
  };
  return { calls, fetcher: fetcher as typeof fetch };
}

/** An RFC 9457 answer. */
export const problem = (status: number, code: string, more: object = {}) =>
  new Response(JSON.stringify({ status, code, ...more }), { status });

/** A browser's storage that lasts as long as a test. */
export function memoryStorage(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}
