import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Api } from '../../../web/shared/api.ts';
import { Draft } from '../../../web/inbox/state/draft.svelte.ts';
import { memoryStorage, server } from './factories.ts';

const begun = (text: string) => ({ text, attachments: [] });
beforeEach(() => {
  vi.stubGlobal('localStorage', memoryStorage());
  vi.useFakeTimers({ now: 1_000_000 });
});

function draftOn(answer: (body: { version: number; text: string }) => unknown = (body) => body) {
  const { calls, fetcher } = server((_method, _path, body) => answer(body as never));
  const overtaken = vi.fn();
  const make = () => new Draft(new Api('/api/v1', fetcher), 7, 'reply', overtaken);
  const texts = () => calls.map(({ body }) => (body as { text: string }).text);
  return { draft: make(), make, calls, texts, overtaken };
}

describe('a draft', () => {
  it('is saved when the writer pauses, and every three seconds when they do not', async () => {
    const { draft, texts } = draftOn();
    draft.change(begun('a'));
    draft.change(begun('ab'));
    await vi.advanceTimersByTimeAsync(700);
    expect([texts(), draft.state]).toEqual([['ab'], 'kept']);
    for (let i = 0; i < 20; i++) {
      draft.change(begun(`ab${i}`));
      await vi.advanceTimersByTimeAsync(200);
    }
    expect(texts().length).toBeGreaterThan(1);
    expect(texts().length).toBeLessThan(5);
  });

  it('survives a reload before it was saved', async () => {
    const { draft, make, texts } = draftOn();
    draft.change(begun('half a word'));
    const again = make();
    expect(again.recover()).toEqual(begun('half a word'));
    await vi.advanceTimersByTimeAsync(700);
    expect(texts()).toEqual(['half a word', 'half a word']);
    expect(make().recover()).toBeUndefined();
  });

  it('says that it is only here while there is no connection, and goes when it is back', async () => {
    let line = false;
    const { draft, texts } = draftOn((body) => {
      if (!line) throw new TypeError('Failed to fetch');
      return body;
    });
    draft.change(begun('offline'));
    await vi.advanceTimersByTimeAsync(700);
    expect(draft.state).toBe('failed');
    line = true;
    await draft.flush();
    expect([draft.state, texts()]).toEqual(['kept', ['offline', 'offline']]);
  });

  it('gives way to what the server has when that is newer', async () => {
    const { draft, overtaken } = draftOn((body) => ({ ...body, version: 9_000_000, text: 'from my phone' }));
    draft.change(begun('old'));
    await vi.advanceTimersByTimeAsync(700);
    expect(overtaken).toHaveBeenCalledWith(expect.objectContaining({ text: 'from my phone' }));
  });

  it('saves nothing any more once it is being sent', async () => {
    const { draft, texts } = draftOn();
    draft.change(begun('sent'));
    expect(draft.end()).toBeGreaterThan(1_000_000);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(texts()).toEqual([]);
  });

  it('leaves what cannot be read on this machine', () => {
    localStorage.setItem('ombud.draft.7.reply', '{broken');
    const { make } = draftOn();
    expect(make().recover()).toBeUndefined();
    expect(localStorage.getItem('ombud.draft.7.reply')).toBeNull();
  });
});
