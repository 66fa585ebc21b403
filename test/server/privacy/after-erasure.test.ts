import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addWebhook } from '../../../server/webhooks/change.ts';
import { ticketById } from '../../../server/tickets/find.ts';
import { Messages } from '../../../server/tickets/message-model.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { installScriptChannel } from '../../support/script-channel.ts';
import { Sentinels } from '../../support/sentinels.ts';
import { startReceiver, type Receiver } from '../webhooks/receiver.ts';

/** Words of somebody who is erased, asked for afterwards by everything that can be asked. */
describe('after an erasure', () => {
  const s = new Sentinels();
  const words = ['address', 'name', 'subject', 'body', 'file', 'content'].map((label) => s.word(label));
  const address = `${s.word('address')}@people.example`;
  let app: TestApp;
  let receiver: Receiver;
  let cookie: string;
  let customer: string;
  let number: number;
  let file: string;
  const get = (url: string) => app.inject({ url: `/api/v1${url}`, headers: { cookie } });
  const found = async (query: string): Promise<number[]> =>
    (await get(`/tickets?q=${encodeURIComponent(query)}`)).json().items.map((one: { number: number }) => one.number);

  beforeAll(async () => {
    app = await buildTestApp({ empty: true, env: { ALLOW_PRIVATE_HOSTS: '127.0.0.1' } });
    receiver = await startReceiver();
    ({ cookie } = await app.signIn('admin'));
    await addWebhook(app.context, { url: receiver.url, events: ['customer.erased'] });
    const { done } = await installScriptChannel(app).bring({
      from: { kind: 'email', value: address, name: s.word('name'), verified: false },
      threadKeys: [address],
      subject: s.word('subject'),
      text: s.word('body'),
      attachments: [{ name: `${s.word('file')}.txt`, type: 'text/plain', content: Buffer.from(s.word('content')) }],
    });
    const ticket = await ticketById(app.context, (await done).ticket ?? '');
    [customer, number] = [String(ticket.customer), ticket.number];
    const { items } = (await get(`/tickets/${number}/messages`)).json();
    file = items[0].attachments[0].url.replace('/api/v1', '');
    for (const query of [s.word('subject'), s.word('file'), s.word('body').slice(0, 6), address])
      await eventually(async () => expect([query, await found(query)]).toEqual([query, [number]]));
    expect((await get(file)).statusCode).toBe(200);
    const erased = await app.inject({
      method: 'POST',
      url: `/api/v1/customers/${customer}/erasure`,
      headers: { cookie },
      payload: { confirm: customer },
    });
    expect(erased.statusCode).toBe(201);
  }, 90_000);
  afterAll(async () => {
    await app.close();
    await receiver.close();
  });

  it('no word, beginning or address of theirs finds anything', async () => {
    for (const word of [...words, address])
      for (const query of [word, word.slice(0, 6)])
        await eventually(async () => expect([query, await found(query)]).toEqual([query, []]));
  });

  it('nothing of theirs comes by the API, and there is no export', async () => {
    for (const [url, status] of [
      [`/customers/${customer}`, 410],
      [`/customers/${customer}/timeline`, 410],
      [`/customers/${customer}/consents`, 410],
      [`/customers/${customer}/export`, 410],
      [`/tickets/${number}`, 200],
      [`/tickets/${number}/messages`, 200],
      ['/tickets?limit=50', 200],
      ['/intake?limit=50', 200],
      ['/erasures', 200],
      ['/audit', 200],
    ] as const) {
      const answer = await get(url);
      expect([url, answer.statusCode, s.find(answer.rawPayload)]).toEqual([url, status, []]);
    }
  });

  it('files cannot be read, and are not there', async () => {
    expect((await get(file)).statusCode).toBeGreaterThanOrEqual(400);
    expect(await app.context.db.collection('attachments').countDocuments({})).toBe(0);
    expect(await Messages(app.context).countDocuments({ customer: { $eq: customer } as never })).toBe(0);
  });

  it('other systems are told, by the id alone', async () => {
    await eventually(() => expect(receiver.types()).toEqual(['customer.erased']));
    expect(receiver.heard[0]?.event.data).toEqual({ customer });
    expect(s.find(Buffer.from(receiver.heard.map(({ body }) => body).join('')))).toEqual([]);
  });
});
