import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { MessageView } from '../../../server/tickets/schema.ts';
import { Api } from '../../../web/shared/api.ts';
import { ComposerState } from '../../../web/inbox/state/composer.svelte.ts';
import { Thread } from '../../../web/inbox/state/thread.svelte.ts';
import { message, problem, server } from './factories.ts';

const ME = { id: 'a'.repeat(24), name: 'Me' };

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
});

function composerWith(reply: (body: unknown) => unknown) {
  const stored: MessageView[] = [message(1)];
  const { calls, fetcher } = server((method, path, body) => {
    if (method === 'POST') return reply(body);
    const after = Number(new URL(path, 'http://x').searchParams.get('after') ?? 0);
    return { items: stored.filter((one) => one.n > after), next: null };
  });
  const api = new Api('/api/v1', fetcher);
  const thread = new Thread(1, api, () => ME);
  return { calls, stored, api, thread, composer: new ComposerState(thread, api) };
}

describe('the composer', () => {
  it('keeps reply and note apart, over a new start too', () => {
    const { composer, api } = composerWith(() => undefined);
    composer.write('to the customer');
    composer.mode = 'note';
    composer.write('to colleagues');
    const again = new ComposerState(new Thread(1, api, () => ME), api);
    expect(again.text).toEqual({ reply: 'to the customer', note: 'to colleagues' });
    const other = new ComposerState(new Thread(2, api, () => ME), api);
    expect(other.text).toEqual({ reply: '', note: '' });
  });

  it('shows what crossed the reply, with the text back in its place', async () => {
    const { composer, thread, stored } = composerWith(() => {
      stored.push(message(2));
      return problem(409, 'newer-messages', { newer: [2] });
    });
    await thread.load();
    composer.write('Hello');
    await composer.send();
    expect([composer.newer, composer.text.reply, thread.last]).toEqual([1, 'Hello', 2]);
  });

  it('tells why a channel cannot send', async () => {
    const { composer, thread } = composerWith(() => problem(422, 'cannot-send', { detail: 'No SMTP_URL.' }));
    await thread.load();
    composer.write('Hello');
    await composer.send();
    expect([composer.blocked, composer.text.reply, thread.outgoing]).toEqual(['No SMTP_URL.', 'Hello', []]);
  });

  it('sends and solves in one, a note without a status', async () => {
    const { composer, thread, calls } = composerWith(() => message(2, { direction: 'out' }));
    await thread.load();
    composer.write('Done.');
    await composer.send('solved');
    expect(calls.at(-1)?.body).toMatchObject({ text: 'Done.', status: 'solved', lastSeen: 1 });
    composer.mode = 'note';
    composer.write('For us.');
    await composer.send();
    expect(calls.at(-1)?.path).toBe('/api/v1/tickets/1/notes');
    expect(calls.at(-1)?.body).not.toHaveProperty('status');
    expect(composer.text).toEqual({ reply: '', note: '' });
  });

  it('sends nothing that is empty', async () => {
    const { composer, calls } = composerWith(() => message(2));
    composer.write('  \n ');
    await composer.send();
    expect(calls).toEqual([]);
  });
});
