import { describe, expect, test } from 'vitest';
import { decide } from '../../../bots/assistant/decide.ts';
import { newState, type State } from '../../../bots/assistant/dialogues/state.ts';
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
