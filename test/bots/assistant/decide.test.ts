import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../bots/assistant/answer.ts';
import { decide } from '../../../bots/assistant/decide.ts';
import { newState, type Decision, type State } from '../../../bots/assistant/dialogues/state.ts';
import { assistantTexts } from '../../../server/messages/assistant.ts';
import type { Language } from '../../../server/tickets/envelopes.ts';

const article: Answer = {
  article: '0'.repeat(24),
  slug: 'delivery-times',
  locale: 'en',
  title: 'Delivery times and costs',
  passage: 'Two to three working days.',
  url: 'https://shop.example/help/en/delivery-times',
};

/** Plays a chat; a line that is the id of an offered choice takes it. Returns every decision. */
async function play(language: Language, lines: string[], answer?: Answer): Promise<Decision[]> {
  const decisions: Decision[] = [];
  let state: State = newState(language);
  for (const line of lines) {
    const taken = decisions.at(-1)?.choices?.find(({ id }) => id === line);
    const turn = { text: taken?.label ?? line, choice: taken?.id, attachments: 0 };
    const decision = await decide(state, turn, { ticket: 42, find: async () => answer });
    decisions.push(decision);
    state = decision.state;
  }
  return decisions;
}
const last = async (...args: Parameters<typeof play>): Promise<Decision> => (await play(...args)).at(-1) as Decision;

describe.each(['en', 'es', 'ro', 'pl', 'ru'] as const)('in %s', (language) => {
  const texts = assistantTexts[language];
  const said = {
    en: {
      hello: 'hello',
      complaint: 'my kettle broke after two days, order 48213',
      back: 'I want my money back',
      giveBack: 'I want to return the headphones',
      tooBig: 'they are too big for me',
      person: 'can I talk to a real person',
      yes: 'yes',
    },
    es: {
      hello: 'hola',
      complaint: 'la cafetera se rompió a los dos días, pedido 48213',
      back: 'quiero el dinero',
      giveBack: 'quiero devolver los auriculares',
      tooBig: 'me quedan grandes',
      person: 'quiero hablar con una persona',
      yes: 'sí',
    },
    ro: {
      hello: 'bună ziua',
      complaint: 'espressorul s-a stricat după două zile, comanda 48213',
      back: 'vreau banii înapoi',
      giveBack: 'vreau să returnez căștile',
      tooBig: 'sunt prea mari',
      person: 'vreau să vorbesc cu un om',
      yes: 'da',
    },
    pl: {
      hello: 'dzień dobry',
      complaint: 'czajnik zepsuł się po dwóch dniach, zamówienie 48213',
      back: 'proszę o zwrot pieniędzy',
      giveBack: 'chcę zwrócić słuchawki',
      tooBig: 'są za duże',
      person: 'chcę rozmawiać z człowiekiem',
      yes: 'tak',
    },
    ru: {
      hello: 'здравствуйте',
      complaint: 'чайник сломался через два дня, заказ 48213',
      back: 'верните деньги',
      giveBack: 'хочу вернуть наушники',
      tooBig: 'они мне велики',
      person: 'хочу поговорить с человеком',
      yes: 'да',
    },
  }[language];

  test('its first words say that it is automated, and only the first', async () => {
    const [first, second] = await play(language, [said.hello, said.hello]);
    expect(first?.text).toContain(texts.intro);
    expect(first?.choices?.map(({ id }) => id)).toEqual([
      'topic:inquiry',
      'topic:complaint',
      'topic:return',
      'topic:person',
    ]);
    expect(second?.text).not.toContain(texts.intro);
  });

  test('takes down a complaint, asking only for what was not said', async () => {
    const [asked, summed, filed] = await play(language, [said.complaint, said.back, said.yes]);
    expect(asked?.text).toContain(texts.form.question.wish);
    expect(summed?.text).toContain(texts.form.summary);
    expect(summed?.text).toContain('48213');
    expect(filed).toMatchObject({
      type: { value: 'complaint', guessed: false },
      fields: { order: '48213', wish: 'refund', happened: said.complaint },
      handOver: { reason: 'complaint' },
    });
    expect(filed?.text).toContain('42');
    expect(filed?.handOver?.note).toContain('48213');
  });

  test('takes down a return with its choices', async () => {
    const lines = [said.giveBack, 'A-20931', said.tooBig, 'condition:opened', 'wish:exchange', 'form:yes'];
    const filed = await last(language, lines);
    expect(filed).toMatchObject({
      type: { value: 'return', guessed: false },
      fields: { order: 'A-20931', reason: said.tooBig, condition: 'opened', wish: 'exchange' },
      handOver: { reason: 'return' },
    });
    expect(filed.fields?.['product']).toBeTruthy();
  });

  test('gets a person at once, also in the middle of a form', async () => {
    expect((await last(language, [said.person])).handOver?.reason).toBe('wish');
    const middle = await last(language, [said.complaint, said.person]);
    expect(middle).toMatchObject({ handOver: { reason: 'wish' }, fields: { order: '48213' } });
    expect(middle.type).toEqual({ value: 'complaint', guessed: true });
  });
});

describe('forms', () => {
  test('an order number is asked for twice, then left', async () => {
    const decisions = await play('en', ['I want to return the lamp', 'the blue one', 'still the blue one']);
    expect(decisions[1]?.text).toBe(assistantTexts.en.form.again.order);
    expect(decisions[2]?.state.form?.fields.order).toBe('still the blue one');
    expect(decisions[2]?.text).toBe(assistantTexts.en.form.question.reason);
  });

  test('what was skipped is not on the ticket', async () => {
    const filed = await last('en', [
      'I want to return the lamp',
      'order:skip',
      'too big',
      'condition:used',
      'wish:refund',
      'form:yes',
    ]);
    expect(Object.keys(filed.fields ?? {})).not.toContain('order');
  });

  test.each(['en', 'es', 'ro', 'pl', 'ru'] as const)(
    'several fields are taken at once, each with its name: %s',
    async (l) => {
      const { name, wish, condition } = assistantTexts[l].form;
      const lines = [`${name.order}: 4711-22`, `${name.product}: X`, `${name.reason}: Y\nZ`];
      const chosen = [`${name.condition}: ${condition.used}`, `${name.wish}: ${wish.exchange}`];
      const begin = { en: 'I want to return this', es: 'quiero devolver esto', ro: 'vreau să returnez asta' };
      const first = { ...begin, pl: 'chcę to zwrócić', ru: 'хочу вернуть это' }[l];
      const { state } = await last(l, [first, [...lines, ...chosen].join('\n')]);
      const fields = { order: '4711-22', product: 'X', reason: 'Y\nZ', condition: 'used', wish: 'exchange' };
      expect(state.form).toMatchObject({ asking: 'confirm', fields });
    },
  );

  test('can be corrected by choice and by word', async () => {
    const upTo = ['my kettle broke after two days, order 48213', 'wish:repair'];
    const byChoice = await last('en', [...upTo, 'form:change', 'change:product', 'Electra kettle 2']);
    expect(byChoice.state.form?.fields.product).toBe('Electra kettle 2');
    expect(byChoice.text).toContain(assistantTexts.en.form.summary);
    const byWord = await last('en', [...upTo, 'no, the order is 48999']);
    expect(byWord.state.form?.fields.order).toBe('48999');
  });

  test('can be cancelled, and then starts anew', async () => {
    const [, cancelled, again] = await play('pl', ['chcę zwrócić lampę', 'anuluj', 'chcę zwrócić słuchawki']);
    expect(cancelled?.state.form).toBeNull();
    expect(cancelled?.handOver).toBeUndefined();
    expect(again?.state.form).toMatchObject({ kind: 'return', fields: { product: 'słuchawki' } });
  });

  test('a question in the middle is answered, and the form goes on', async () => {
    const aside = await last('en', ['I want to return the lamp', 'how long does delivery take?'], article);
    expect(aside.text).toContain(article.url);
    expect(aside.state.form?.asking).toBe('order');
  });

  test('a picture alone counts as telling', async () => {
    const [asked] = await play('en', ['I want to make a complaint']);
    const turn = { text: '', choice: undefined, attachments: 1 };
    const next = await decide(asked?.state as State, turn, { ticket: 1, find: async () => undefined });
    expect(next.state.form?.asking).toBe('order');
  });
});

describe('answers', () => {
  test('an inquiry gets the passage, the link and the question whether it helped', async () => {
    const answered = await last('en', ['how long does delivery take'], article);
    expect(answered.text).toContain(article.passage);
    expect(answered.text).toContain(article.url);
    expect(answered.choices?.map(({ id }) => id)).toEqual(['helped:yes', 'helped:no', 'topic:person']);
  });

  test.each([
    ['helped:yes', true],
    ['yes, thanks', true],
    ['that solved it, thank you', true],
  ])('"%s" ends it', async (line, solved) => {
    expect((await last('en', ['how long does delivery take', line], article)).solved).toBe(solved);
  });

  test('"no" leads to a person, who reads what was tried', async () => {
    const handed = await last('en', ['how long does delivery take', 'helped:no'], article);
    expect(handed.handOver?.reason).toBe('notHelpful');
    expect(handed.handOver?.note).toContain(article.title);
  });

  test('two questions without an answer lead to a person', async () => {
    const [first, second] = await play('en', [
      'does the warranty cover solar panels',
      'is delivery to the moon possible',
    ]);
    expect(first?.handOver).toBeUndefined();
    expect(second?.handOver?.reason).toBe('noAnswer');
  });

  test('words that answer another question are not taken for the order number', async () => {
    const asked = await last('en', ['my kettle broke after two days', 'no clue what that is', 'I want my money back']);
    expect(asked.state.form?.fields).toMatchObject({ order: '', product: 'kettle', wish: 'refund' });
  });

  test.each([
    ['does the warranty cover solar panels', 'yes please'],
    ['where is my parcel, order 48213?', 'yes'],
  ])('a yes takes the offered person: %s', async (question, yes) => {
    const [offered, taken] = await play('en', [question, yes]);
    expect(offered?.handOver).toBeUndefined();
    expect(taken?.handOver?.reason).toBe('wish');
  });

  test('who asks how to return gets the article and may start a return from there', async () => {
    const [answered, started] = await play('en', ['how can I return my headphones?', 'topic:return'], article);
    expect(answered?.text).toContain(article.url);
    expect(started?.state.form).toMatchObject({ kind: 'return', fields: { product: 'headphones' } });
  });

  test('of orders it says that it cannot see them', async () => {
    const asked = await last('es', ['¿dónde está mi pedido 48213?']);
    expect(asked.text).toContain(assistantTexts.es.status);
    expect(asked.handOver).toBeUndefined();
  });
});

test('nonsense gets neither an article nor an agent, but a choice', async () => {
  for (const decision of await play('en', ['fjdks lqpw', 'tell me a joke'])) {
    expect(decision.handOver).toBeUndefined();
    expect(decision.choices?.map(({ id }) => id)).toContain('topic:person');
    expect(decision.text).not.toContain('http');
  }
});

test('anger leads to a person at once', async () => {
  const handed = await last('ro', ['RUȘINE!!! sunteți niște hoți']);
  expect(handed).toMatchObject({ handOver: { reason: 'anger' }, type: { value: 'complaint', guessed: true } });
});

test('follows the customer into another language', async () => {
  const [, english, polish] = await play('en', ['hello', 'thanks', 'chcę zwrócić słuchawki, zamówienie 48213']);
  expect(english?.state.language).toBe('en');
  expect(polish?.state.language).toBe('pl');
  expect(polish?.text).toContain(assistantTexts.pl.form.startReturn);
});
