import { describe, expect, test } from 'vitest';
import { decide } from '../../../bots/assistant/decide.ts';
import type { KnownOrder } from '../../../bots/assistant/dialogues/purchase.ts';
import { newState, type Decision, type State } from '../../../bots/assistant/dialogues/state.ts';
import { assistantTexts } from '../../../server/messages/assistant.ts';

const article = {
  article: '0'.repeat(24),
  slug: 'delivery-times',
  locale: 'en' as const,
  title: 'Delivery times and costs',
  passage: 'Two to three working days.',
  url: 'https://shop.example/help/en/delivery-times',
};

describe('an e-mail address', () => {
  const { proof, intro } = assistantTexts.en;
  /** Plays a chat with somebody whose code is 123456; answers what was said and asked. */
  async function prove(lines: string[], answer: 'sent' | 'limited' | 'off' = 'sent') {
    const asked: string[] = [];
    const prover = {
      ask: async (email: string) => (asked.push(email), answer),
      enter: async (email: string, code: string) => email === 'ana@people.test' && code === '123456',
    };
    const texts: string[] = [];
    let state: State = { ...newState('en'), introduced: true };
    for (const text of lines) {
      const help = { ticket: 42, find: async () => article, prover };
      const decision = await decide(state, { text, choice: undefined, attachments: 0 }, help);
      texts.push(decision.text);
      state = decision.state;
    }
    return { asked, texts, state };
  }
  const sent = proof.sent.replace('{email}', 'ana@people.test');

  test.each([
    'ana@people.test',
    '/email ana@people.test',
    'my e-mail address is ana@people.test.',
    'Ana <ana@people.test>',
  ])('that is given (%s) is proved by the code that was sent there', async (said) => {
    const { asked, texts, state } = await prove([said, '654321', 'how long does delivery take?', 'it is 123 456']);
    expect(asked).toEqual(['ana@people.test']);
    expect([texts[0], texts[1], texts[3]]).toEqual([sent, proof.wrong, proof.right]);
    expect(texts[2]).toContain(article.passage);
    expect(state.proving).toBe('');
  });

  test('is asked for by a command, can be left, and is not sent to too often', async () => {
    expect((await prove(['/email'])).texts).toEqual([proof.ask]);
    expect((await prove(['ana@people.test', 'cancel'])).texts).toEqual([sent, proof.left]);
    expect((await prove(['ana@people.test'], 'limited')).texts).toEqual([proof.limited]);
    expect((await prove(['ana@people.test'], 'off')).state.proving).toBeUndefined();
  });

  test('by the way, or where the channel proves nobody, is part of what is said', async () => {
    const told = 'I have ordered the lamp with the address ana@people.test and it has not come, where is it?';
    expect((await prove([told, '123456'])).asked).toEqual([]);
    const turn = { text: 'ana@people.test', choice: undefined, attachments: 0 };
    const first = await decide(newState('en'), turn, { ticket: 42, find: async () => undefined });
    expect(first.text).not.toContain(sent);
    expect(first.text.startsWith(intro)).toBe(true);
  });
});

describe('an order or a request', () => {
  const order: KnownOrder = {
    ...{ number: 'VS-48213', facts: ['Sent to you on 2 May 2026.'], track: 'https://parcels.example/2' },
    items: [
      { sku: 'L-1', name: 'Lamp Lux', bought: 3, back: 'Can be sent back until 5 May.', warranty: 'Under warranty.' },
      { sku: 'K-1', name: 'Kettle', bought: 1, back: 'Cannot be sent back.', warranty: '' },
    ],
  };
  /** Plays a chat; a line that is the id of an offered choice takes it. Who has proved the address owns the order. */
  async function play(lines: string[], language: 'en' | 'ru' = 'en', proved = false): Promise<Decision[]> {
    const said: Decision[] = [];
    let state: State = { ...newState(language), introduced: true };
    const mine = (number: string) => (proved && number === order.number ? order : undefined);
    const request = { number: 17, type: 'complaint' as const, stage: 'examining' };
    for (const line of lines) {
      const taken = said.at(-1)?.choices?.find(({ id }) => id === line);
      const decision = await decide(
        state,
        { text: taken?.label ?? line, choice: taken?.id, attachments: 0 },
        {
          ...{ ticket: 42, find: async () => undefined },
          prover: { ask: async () => 'sent', enter: async () => (proved = true) },
          orders: {
            proved: async () => proved,
            order: async (number) => mine(number),
            request: async (number) => (proved && number === '17' ? request : undefined),
          },
        },
      );
      said.push(decision);
      state = decision.state;
    }
    return said;
  }
  const texts = async (...args: Parameters<typeof play>) => (await play(...args)).map(({ text }) => text);
  const { purchase, proof, form } = assistantTexts.en;

  test('is told of after the code that was mailed to the address, and not before', async () => {
    const lines = ['where is my order VS-48213?', 'ana@people.test', '123456', 'and what about request 17?'];
    const [asked, sent, told = '', request] = await texts(lines);
    expect([asked, sent]).toEqual([purchase.prove, proof.sent.replace('{email}', 'ana@people.test')]);
    for (const words of [proof.right, 'Order VS-48213.', 'Sent to you on 2 May', '3 × Lamp Lux', order.track])
      expect(told).toContain(words);
    expect(request).toBe('Request 17: Being examined.');
    expect(await texts(['where is my order?', 'VS-48213'], 'en', true)).toEqual([
      purchase.number,
      expect.stringContaining('Sent to you'),
    ]);
    const [russian] = await texts(['где мой заказ VS-48213?'], 'ru');
    expect(russian).toBe(assistantTexts.ru.purchase.prove);
  });

  test.each(['VS-99999', 'VS-47655', '18'])('that is another’s, or none (%s), has one answer', async (number) => {
    const [said] = await play([`where is my order ${number}?`], 'en', true);
    expect(said?.text).toBe(purchase.unknown.replace('{number}', number));
    expect(said?.choices?.map(({ id }) => id)).toEqual(['topic:person']);
    expect(await texts([`where is my order ${number}?`])).toEqual([purchase.prove]);
  });

  test('is looked at in a return, its products are the choices, and how many of one', async () => {
    const lines = [
      'I want to return something from order VS-48213',
      'product:L-1',
      '5',
      '2',
      'too big for me',
      'condition:used',
    ];
    const said = await play([...lines, 'wish:refund', 'form:yes'], 'en', true);
    for (const words of [
      form.startReturn,
      '• 3 × Lamp Lux: Can be sent back',
      '• Kettle: Cannot be',
      form.question.product,
    ])
      expect(said[0]?.text).toContain(words);
    expect(said[0]?.choices?.map(({ id }) => id)).toEqual(['product:L-1', 'product:K-1']);
    expect([said[1]?.text, said[2]?.text]).toEqual([
      form.question.quantity,
      form.again.quantity.replace('{bought}', '3'),
    ]);
    expect(said.at(-1)).toMatchObject({
      fields: { order: 'VS-48213', product: 'Lamp Lux', quantity: '2' },
      purchase: { order: 'VS-48213', items: [{ sku: 'L-1', quantity: 2 }] },
    });
  });

  test('is no condition of filing: without proof it is offered once, and what is none is noted all the same', async () => {
    const without = await texts(['I want to return the lamp', 'VS-48213', 'too big for me']);
    expect(without[1]).toContain(purchase.offer);
    expect(without[1]).not.toMatch(/Lux|Kettle/);
    expect(without[2]).not.toContain(purchase.offer);
    const foreign = await texts(['I want to return the lamp', 'VS-99999'], 'en', true);
    expect(foreign[1]).toBe(`${purchase.noOrder.replace('{number}', 'VS-99999')}\n${form.question.reason}`);
    const later = await texts([
      'my kettle is broken since yesterday, order VS-48213',
      'ana@people.test',
      '123456',
      'kettle',
    ]);
    expect(later[2]).toMatch(/Lamp Lux: Under warranty\.[^]*Which product/);
    expect(later[3]).toBe(form.question.wish);
  });
});
