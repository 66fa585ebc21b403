import { expect } from 'vitest';
import type { MessageView, TicketView } from '../../../server/tickets/schema.ts';
import { buildFrontEnds } from '../../support/build.ts';
import { postForm, type FormFile } from '../../support/own-page.ts';
import { openSendingDesk, readSent, type SendingDesk } from '../channels/email/sending-desk.ts';

/** A desk that mails, with the built help site and a clock that can be set, seen as its customers see it. */
export interface OwnDesk extends SendingDesk {
  now(): number;
  /** Milliseconds go by. */
  pass(ms: number): void;
  /** A number that nobody has had. */
  next(): number;
}

export async function openOwnDesk(): Promise<OwnDesk> {
  buildFrontEnds('help');
  let now = Date.UTC(2037, 4, 4, 9);
  let count = 0;
  const desk = await openSendingDesk({ env: { TRUST_PROXY: 'true' }, clock: { now: () => new Date(now) } });
  return { ...desk, now: () => now, pass: (ms) => void (now += ms), next: () => (count += 1) };
}

interface More {
  files?: FormFile[];
  headers?: Record<string, string>;
}

/** What customers and agents do at a desk that is opened later. */
export function bound(of: () => OwnDesk) {
  const get = (url: string, headers: Record<string, string> = {}) => of().app.inject({ url, headers });
  /** From an address of its own, so that the limit of one test is not that of all. */
  const post = (url: string, fields: Record<string, string>, more: More = {}) => {
    const from = { 'x-forwarded-for': `198.51.100.${of().next() % 250}` };
    return postForm(of().app, url, fields, { ...more, headers: { ...from, ...more.headers } });
  };
  const reply = (link: string, text: string, more: { files?: FormFile[]; id?: string } = {}) =>
    post(
      `${link}/replies`,
      { id: more.id ?? `reply-${'y'.repeat(12)}-${of().next()}`, text },
      { files: more.files ?? [] },
    );
  const ticket = async (number: number) => (await of().call('GET', `/tickets/${number}`)).json<TicketView>();
  const thread = async (number: number) =>
    (await of().call('GET', `/tickets/${number}/messages`)).json<{ items: MessageView[] }>().items;
  const solve = (number: number) => of().call('POST', `/tickets/${number}/status`, { status: 'solved' });
  /** Of the mails to an address, the one that has these words in it. */
  const mailWith = async (email: string, words: string): Promise<{ text: string; messageId?: string }> => {
    const find = async () => {
      const mails = (await of().sent()).filter(({ to }) => to.includes(email));
      return (await Promise.all(mails.map(readSent))).find(({ text }) => text.includes(words));
    };
    await expect.poll(find, { timeout: 20_000 }).toBeDefined();
    return (await find()) ?? { text: '' };
  };
  /** The link that was mailed to an address, as a path. */
  const mailed = async (email: string): Promise<string> => {
    const { text } = await mailWith(email, '/requests/');
    return new URL(/https?:\S+\/requests\/\S+/.exec(text)?.[0] ?? '').pathname;
  };
  return { get, post, reply, ticket, thread, solve, mailWith, mailed };
}
