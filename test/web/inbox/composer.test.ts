import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { MessageView } from '../../../server/tickets/schema.ts';
import { Api } from '../../../web/shared/api.ts';
import { ComposerState } from '../../../web/inbox/state/composer.svelte.ts';
import { Thread } from '../../../web/inbox/state/thread.svelte.ts';
import { memoryStorage, message, problem, server } from './factories.ts';

const ME = { id: 'a'.repeat(24), name: 'Me' };
const WRITERS = [
  { id: '', name: 'Ana', address: 'desk@shop.example' },
  { id: 'returns', name: 'Returns', address: 'returns@shop.example' },
];
const CHAT = { channels: ['email', 'telegram'], to: [], cc: [], bcc: [], identities: [] };
const USUAL = { to: ['ana@people.example'], cc: ['boss@people.example'], bcc: [] };

beforeEach(() => {
  vi.stubGlobal('localStorage', memoryStorage());
  vi.useFakeTimers({ now: 1_000_000 });
});

function composerWith(reply: (body: unknown) => unknown, drafts: object[] = []) {
  const stored: MessageView[] = [message(1)];
  const { calls, fetcher } = server((method, path, body) => {
    if (method === 'POST') return reply(body);
    if (method === 'PUT') return { ...(body as object), mode: path.split('/').at(-1), attachments: [] };
    if (path.endsWith('/drafts')) return { items: drafts, next: null };
    if (path.endsWith('?channel=telegram')) return { ...CHAT, channel: 'telegram' };
    if (path.endsWith('/recipients'))
      return { channel: 'email', channels: CHAT.channels, ...USUAL, identities: WRITERS };
    const after = Number(new URL(path, 'http://x').searchParams.get('after') ?? 0);
    return { items: stored.filter((one) => one.n > after), next: null };
  });
  const api = new Api('/api/v1', fetcher);
  const thread = new Thread(1, api, () => ME);
  const saves = () => calls.filter(({ method }) => method === 'PUT').map(({ path, body }) => [path, body]);
  return { calls, saves, stored, api, thread, composer: new ComposerState(thread, api) };
}
const sentBody = (calls: { method: string; body: unknown }[]) =>
  calls.findLast(({ method }) => method === 'POST')?.body;

describe('the composer', () => {
  it('keeps reply and note apart, and both on the server', async () => {
    const { composer, saves } = composerWith(() => undefined);
    composer.write({ text: 'to the customer', html: '<div>to the <b>customer</b></div>' });
    composer.mode = 'note';
    composer.write({ text: 'to colleagues' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(saves()).toEqual([
      ['/api/v1/tickets/1/drafts/reply', expect.objectContaining({ text: 'to the customer', version: 1_000_000 })],
      ['/api/v1/tickets/1/drafts/note', expect.objectContaining({ text: 'to colleagues' })],
    ]);
    expect(composer.settled).toBe(true);
  });

  it('goes by another channel when its writer picks one, once, and by the usual one without', async () => {
    const { composer, calls } = composerWith((body) => message(2, body as object));
    await composer.open();
    await composer.answerBy('telegram');
    expect([composer.channel, composer.recipients, composer.writers]).toEqual(['telegram', undefined, []]);
    composer.write({ text: 'there you are' });
    await composer.send();
    expect(sentBody(calls)).toMatchObject({ channel: 'telegram' });
    expect(sentBody(calls)).not.toHaveProperty('to');
    await composer.answerBy('email');
    expect([composer.channel, composer.recipients]).toEqual([undefined, USUAL]);
    composer.write({ text: 'and there' });
    await composer.send();
    expect(sentBody(calls)).not.toHaveProperty('channel');
  });

  it('shows what was begun elsewhere, with its recipients; what is typed here meanwhile counts more', async () => {
    const begun = { mode: 'reply', version: 5, text: 'begun at home', attachments: [], to: ['x@y.example'] };
    const { composer } = composerWith(() => undefined, [begun]);
    await composer.open();
    expect([composer.text(), composer.recipients, composer.epoch]).toEqual([
      'begun at home',
      { to: ['x@y.example'], cc: [], bcc: [] },
      1,
    ]);
    composer.write({ text: 'typed here' });
    composer.take({ ...begun, version: 6, text: 'late' } as never);
    expect(composer.text()).toBe('typed here');
  });

  it('writes as the sender that was picked, which the draft knows too', async () => {
    const { composer, calls, saves } = composerWith(() => message(2, { direction: 'out' }));
    await composer.open();
    expect([composer.writers.length, composer.writer]).toEqual([2, '']);
    composer.writeAs('returns');
    composer.write({ text: 'Hello' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(saves()).toEqual([[expect.any(String), expect.objectContaining({ identity: 'returns' })]]);
    await composer.send();
    expect(sentBody(calls)).toMatchObject({ identity: 'returns', to: USUAL.to });
  });

  it('sends the envelope that it shows, and says which draft ends', async () => {
    const { composer, calls } = composerWith(() => message(2, { direction: 'out' }));
    await composer.open();
    composer.address({ ...USUAL, bcc: ['quiet@people.example'] });
    composer.write({ text: ' Hello ' });
    await composer.send({ hold: 10 });
    expect(sentBody(calls)).toEqual({
      clientId: expect.any(String),
      text: 'Hello',
      attachments: [],
      to: USUAL.to,
      cc: USUAL.cc,
      bcc: ['quiet@people.example'],
      hold: 10,
      lastSeen: 0,
      draft: expect.any(Number),
    });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(calls.filter(({ method }) => method === 'PUT')).toEqual([]);
  });

  it('shows what crossed the reply, with text, files and recipients back in place', async () => {
    const { composer, thread, stored, saves } = composerWith(() => {
      stored.push(message(2));
      return problem(409, 'newer-messages', { newer: [2] });
    });
    await Promise.all([thread.load(), composer.open()]);
    composer.write({ text: 'Hello', html: '<div><b>Hello</b></div>' });
    await composer.send();
    expect([composer.newer, composer.sheet.content, thread.last, composer.recipients]).toEqual([
      1,
      { text: 'Hello', html: '<div><b>Hello</b></div>' },
      2,
      USUAL,
    ]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(saves().at(-1)?.[1]).toMatchObject({ text: 'Hello' });
  });

  it.each([
    ['cannot-send', 'No SMTP_URL.'],
    ['unprocessable', 'An e-mail needs an addressee other than this desk.'],
  ])('tells why it cannot be sent: %s', async (code, detail) => {
    const { composer, thread } = composerWith(() => problem(422, code, { detail }));
    await thread.load();
    composer.write({ text: 'Hello' });
    await composer.send();
    expect([composer.blocked, composer.text(), thread.outgoing]).toEqual([detail, 'Hello', []]);
  });

  it('sends and solves in one, a note without any of that', async () => {
    const { composer, thread, calls } = composerWith(() => message(2, { direction: 'out' }));
    await thread.load();
    composer.write({ text: 'Done.' });
    await composer.send({ status: 'solved' });
    expect(sentBody(calls)).toMatchObject({ text: 'Done.', status: 'solved', lastSeen: 1 });
    composer.mode = 'note';
    composer.write({ text: 'For us.' });
    await composer.send({ status: 'solved', signature: 'Ana' });
    expect(calls.findLast(({ method }) => method === 'POST')?.path).toBe('/api/v1/tickets/1/notes');
    expect(Object.keys(sentBody(calls) as object).toSorted()).toEqual(['attachments', 'clientId', 'draft', 'text']);
    expect([composer.text('reply'), composer.text('note')]).toEqual(['', '']);
  });

  it('signs a reply, in text and HTML', async () => {
    const { composer, calls } = composerWith(() => message(2, { direction: 'out' }));
    composer.write({ text: 'Bye', html: '<div><b>Bye</b></div>' });
    await composer.send({ signature: 'Ana <Lamps & Co>' });
    expect(sentBody(calls)).toMatchObject({
      text: 'Bye\n\n-- \nAna <Lamps & Co>',
      html: '<div><b>Bye</b></div><div><br></div><div>-- <br>Ana &lt;Lamps &amp; Co&gt;</div>',
    });
  });

  it('sends nothing that is empty, nor with a variable that nobody has filled in', async () => {
    const { composer, calls } = composerWith(() => message(2));
    composer.write({ text: '  \n ' });
    await composer.send();
    composer.write({ text: 'Dear {{customer.name}}' });
    expect(composer.unfilled).toEqual(['{{customer.name}}']);
    await composer.send();
    expect(sentBody(calls)).toBeUndefined();
  });

  it('adds what comes from elsewhere below, and takes back what was not saved above', () => {
    const { composer } = composerWith(() => undefined);
    composer.write({ text: 'Hello' });
    composer.add('An article');
    composer.add('Sorry', 'reply', 'above');
    expect(composer.text()).toBe('Sorry\n\nHello\n\nAn article');
  });
});
