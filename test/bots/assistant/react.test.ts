import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Dialogues } from '../../../bots/assistant/model.ts';
import { loadSampleArticles } from '../../../knowledge-base/import-content.ts';
import { loadCustomer } from '../../../server/customers/find.ts';
import { addIdentity } from '../../../server/customers/identities.ts';
import { joinByEmail } from '../../../server/customers/proof/join.ts';
import { assistantTexts } from '../../../server/messages/assistant.ts';
import { saveOrder } from '../../../server/orders/save.ts';
import { changeTelephone } from '../../../server/settings/telephone.ts';
import { assign } from '../../../server/tickets/assign.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { Visitor } from '../../support/visitor.ts';

let app: TestApp;
beforeAll(async () => {
  app = await buildTestApp();
  await loadSampleArticles(app.context);
});
afterAll(() => app.close());

describe('a chat', () => {
  test('an inquiry is answered with an article and its link, and the ticket stays with the assistant', async () => {
    const visitor = new Visitor(app);
    const answer = await visitor.say('How do I reset my password?');
    expect(answer).toContain(assistantTexts.en.intro);
    expect(answer).toContain(`${app.context.config.publicUrl}/help/en/reset-password`);
    expect(await visitor.ticketNow()).toMatchObject({ handler: 'assistant', queued: false, status: 'pending' });
    const [sent] = await visitor.answers();
    expect(sent).toMatchObject({ author: { kind: 'assistant' }, authorName: assistantTexts.en.name });
    expect(sent?.choices?.map(({ id }) => id)).toContain('helped:yes');
    await visitor.say(assistantTexts.en.helped.yes);
    expect((await visitor.ticketNow()).status).toBe('solved');
  });

  test('who asks for a person waits in the queue, and the assistant is silent from then on', async () => {
    const visitor = new Visitor(app);
    await visitor.say('hello');
    expect(await visitor.say('I want to talk to a human')).toContain(assistantTexts.en.handover.wish);
    expect(await visitor.ticketNow()).toMatchObject({ handler: 'agents', queued: true, status: 'open' });
    const before = (await visitor.answers()).length;
    await visitor.say('how do I reset my password?');
    expect(await visitor.answers()).toHaveLength(before);
    const notes = (await visitor.thread()).filter((m) => m.direction === 'note');
    expect(notes).toHaveLength(1);
  });

  test('who asks for a person is told where a call can be booked, where customers are called back', async () => {
    const link = `${app.context.config.publicUrl}/help/en/callback`;
    expect(await new Visitor(app).say('I want to talk to a human')).not.toContain(link);
    await changeTelephone(app.context, { callbacks: true });
    expect(await new Visitor(app).say('I want to talk to a human')).toContain(link);
    await changeTelephone(app.context, { callbacks: false });
  });

  test('a complaint is collected and handed over with type, fields and summary', async () => {
    const visitor = new Visitor(app, 'ro');
    await visitor.say('espressorul s-a stricat după două zile, comanda 48213');
    await visitor.say('vreau banii înapoi');
    const filed = await visitor.say('da');
    const ticket = await visitor.ticketNow();
    expect(filed).toContain(String(ticket.number));
    expect(ticket).toMatchObject({ type: 'complaint', typeGuessed: false, handler: 'agents', queued: true });
    expect(ticket.fields).toMatchObject({ order: '48213', wish: 'refund' });
    const note = (await visitor.thread()).find((m) => m.direction === 'note');
    expect(note?.text).toContain('48213');
  });

  test('switches the language with the customer, on the ticket as well', async () => {
    const visitor = new Visitor(app, 'en');
    await visitor.say('hello');
    const answer = await visitor.say('¿cómo restablezco mi contraseña?');
    expect(answer).toContain('/help/es/');
    expect((await visitor.ticketNow()).language).toBe('es');
  });

  test('what exists only in another language is answered with a word on that', async () => {
    const { cookie } = await app.signIn('admin');
    const post = (url: string, payload?: object) =>
      app.inject({ method: 'POST', url, headers: { cookie }, ...(payload ? { payload } : {}) });
    const made = await post('/api/v1/articles', {
      category: 'devices',
      locale: 'en',
      slug: 'zephyrola-x2',
      title: 'Zephyrola X2 firmware update',
      summary: 'How to update the Zephyrola X2 firmware.',
      keywords: ['zephyrola x2', 'firmware'],
      body: 'Hold both keys of the Zephyrola X2 for ten seconds.',
    });
    const { id } = made.json<{ id: string }>();
    expect((await post(`/api/v1/articles/${id}/publication`)).statusCode).toBe(200);
    const answer = await new Visitor(app, 'pl').say('Zephyrola X2 firmware?');
    expect(answer).toContain(assistantTexts.pl.answerElsewhere.en.replace('{title}', 'Zephyrola X2 firmware update'));
    expect(answer).toContain('/help/en/zephyrola-x2');
  });

  test('nonsense gets no article', async () => {
    const visitor = new Visitor(app, 'pl');
    expect(await visitor.say('jaki jest sens życia na marsie')).not.toContain('/help/');
  });

  test('anger leads to the queue', async () => {
    const visitor = new Visitor(app, 'ru');
    await visitor.say('ЭТО ПОЗОР!!! верните деньги, мошенники');
    expect(await visitor.ticketNow()).toMatchObject({ handler: 'agents', queued: true });
  });

  test('an agent who takes the chat silences the assistant', async () => {
    const visitor = new Visitor(app);
    await visitor.say('hello');
    const { agent } = await app.signIn();
    await assign(app.context, await visitor.ticketNow(), { assignee: agent.id }, { kind: 'system', name: '' });
    const before = (await visitor.answers()).length;
    await visitor.say('how do I reset my password?');
    expect(await visitor.answers()).toHaveLength(before);
  });
});

describe('orders', () => {
  const { purchase, form } = assistantTexts.en;
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  const lamp = { sku: 'L-1', name: 'Lamp Lux', quantity: 2 };
  const save = (number: string, email: string) =>
    saveOrder(app.context, number, { email, placedAt: day(5), deliveredAt: day(2), items: [lamp] });
  const prove = async (visitor: Visitor, email: string) => {
    const { customer } = await visitor.ticketNow();
    await joinByEmail(app.context, await loadCustomer(app.context, String(customer)), email);
  };

  test('are told of to who has proved the address, on no other ground, and foreign ones as unknown ones', async () => {
    await Promise.all([save('AS-70001', 'ana@people.test'), save('AS-70002', 'bea@people.test')]);
    const visitor = new Visitor(app);
    expect(await visitor.say('Where is my order AS-70001?')).toContain(purchase.prove);
    // A second address that somebody only says is theirs proves nothing, with or without a proved one.
    const { customer } = await visitor.ticketNow();
    await addIdentity(app.context, String(customer), { kind: 'email', value: 'stated@people.test' });
    await save('AS-70003', 'stated@people.test');
    expect(await visitor.say('Where is my order AS-70003?')).toBe(purchase.prove);
    await prove(visitor, 'ana@people.test');
    const told = await visitor.say('Where is my order AS-70001?');
    expect(told).toMatch(/Order AS-70001\. Delivered on [^]*• 2 × Lamp Lux/);
    for (const number of ['AS-70002', 'AS-70003', 'AS-99999', '999999'])
      expect(await visitor.say(`Where is my order ${number}?`)).toBe(purchase.unknown.replace('{number}', number));
    const { number } = await visitor.ticketNow();
    expect(await visitor.say(`any news on request ${number}?`)).toContain(`Request ${number}:`);
  });

  test('are what a return is about, for agents too, and its receipt says where it is followed', async () => {
    await save('AS-70004', 'cleo@people.test');
    const visitor = new Visitor(app);
    await visitor.say('hello');
    await prove(visitor, 'cleo@people.test');
    expect(await visitor.say('I want to return something from order AS-70004')).toContain('2 × Lamp Lux');
    for (const line of ['2', 'too big for me', form.condition.unopened, form.wish.refund]) await visitor.say(line);
    const { number } = await visitor.ticketNow();
    expect(await visitor.say('yes')).toContain(`/help/en/requests?number=${number}`);
    const { cookie } = await app.signIn();
    const about = await app.inject({ url: `/api/v1/tickets/${number}/purchase`, headers: { cookie } });
    expect(about.json()).toMatchObject({ order: 'AS-70004', items: [{ sku: 'L-1', quantity: 2, bought: 2 }] });
  });
});

describe('POST /api/v1/tickets/:number/handback', () => {
  const post = (number: number, verb: string, cookie?: string, payload: object = {}) =>
    app.inject({
      method: 'POST',
      url: `/api/v1/tickets/${number}/${verb}`,
      payload,
      ...(cookie ? { headers: { cookie } } : {}),
    });

  test('is for agents only, for chats only, and not for what has ended', async () => {
    const visitor = new Visitor(app);
    await visitor.say('I want to talk to a human');
    const { number } = await visitor.ticketNow();
    expect((await post(number, 'handback')).statusCode).toBe(401);
    const { cookie } = await app.signIn();
    await post(number, 'status', cookie, { status: 'closed' });
    expect((await post(number, 'handback', cookie)).statusCode).toBe(409);
    const customer = { name: 'Ana', email: 'ana@example.org' };
    const mail = { type: 'inquiry', subject: 'A', text: 'B', customer, channel: 'email' };
    const { cookie: admin } = await app.signIn('admin');
    const made = await app.inject({
      method: 'POST',
      url: '/api/v1/tickets',
      headers: { cookie: admin },
      payload: mail,
    });
    const other = made.json<{ number: number }>().number;
    expect((await post(other, 'handback', cookie)).statusCode).toBe(422);
  });

  test('the assistant answers what was left open, and what comes, as at the beginning', async () => {
    const visitor = new Visitor(app);
    await visitor.say('I want to return the lamp');
    await visitor.say('I want to talk to a human');
    const { number } = await visitor.ticketNow();
    const { cookie, agent } = await app.signIn();
    await post(number, 'assignment', cookie, { assignee: agent.id });
    await post(number, 'replies', cookie, { clientId: 'agent-answer-1', text: 'Good morning, I am Ben.' });
    await visitor.say('How do I reset my password?');
    const before = (await visitor.answers()).length;
    const back = await post(number, 'handback', cookie);
    expect(back.json()).toMatchObject({ handler: 'assistant', assignee: null, queued: false });
    const answers = await visitor.answers();
    expect(answers).toHaveLength(before + 1);
    expect(answers.at(-1)?.text).toContain('/help/en/reset-password');
    expect(answers.at(-1)?.text).not.toContain(assistantTexts.en.intro);
    expect((await visitor.thread()).some((m) => m.event?.kind === 'handback')).toBe(true);
    expect(await visitor.say('How long does delivery take?')).toContain('/help/en/delivery-times');
    expect(await visitor.say('I want to talk to a human')).toContain(assistantTexts.en.handover.wish);
    expect(await visitor.ticketNow()).toMatchObject({ handler: 'agents', queued: true });
  });
});

describe('after a crash', () => {
  const again = (visitor: Visitor) =>
    app.context.events.emit('message.received', {
      ticket: visitor.ticket,
      message: visitor.message,
      intake: '',
      created: true,
    });

  test('the answer comes once, wherever it broke off', async () => {
    const webchat = app.context.channels.get('webchat');
    if (!webchat) throw new Error('no web chat');
    const canSend = webchat.cannotSend;
    const visitor = new Visitor(app);
    try {
      webchat.cannotSend = () => {
        throw new Error('crashed here');
      };
      expect(await visitor.say('How do I reset my password?')).toBe('');
    } finally {
      webchat.cannotSend = canSend;
    }
    const broken = await Dialogues(app.context)
      .findOne({ ticket: (await visitor.ticketNow())._id })
      .lean();
    await again(visitor);
    expect(await visitor.answers()).toHaveLength(1);
    // Broke off after the answer was stored, before the decision was marked as carried out.
    await Dialogues(app.context).collection.updateOne({ _id: broken?._id }, { $set: { open: broken?.open as never } });
    await again(visitor);
    await again(visitor);
    expect(await visitor.answers()).toHaveLength(1);
  });

  test('the dialogue goes on where it was', async () => {
    const visitor = new Visitor(app);
    await visitor.say('I want to return the lamp');
    const dir = app.dataDir;
    await app.close(true);
    app = await buildTestApp({ dataDir: dir });
    visitor.app = app;
    expect(await visitor.say('48213')).toContain(assistantTexts.en.form.question.reason);
  });
});

test('what a customer said is not readable in the store', async () => {
  const visitor = new Visitor(app);
  await visitor.say('my very secret kettle broke after two days');
  const stored = await Dialogues(app.context)
    .findOne({ ticket: (await visitor.ticketNow())._id })
    .lean();
  expect(JSON.stringify(stored)).not.toContain('secret');
  expect(Buffer.from(JSON.stringify(stored?.state)).includes('kettle')).toBe(false);
});

describe('GET /api/v1/tickets/:number/suggestions', () => {
  test('is for agents only', async () => {
    const answer = await app.inject({ method: 'GET', url: '/api/v1/tickets/1/suggestions' });
    expect(answer.statusCode).toBe(401);
  });

  test('names the articles that fit the first message', async () => {
    await loadSampleArticles(app.context);
    const visitor = new Visitor(app);
    await visitor.say('I would like to talk to a person. I cannot reset my password, the e-mail does not come.');
    const { number } = await visitor.ticketNow();
    const { cookie } = await app.signIn();
    const url = `/api/v1/tickets/${number}/suggestions`;
    const answer = await app.inject({ method: 'GET', url, headers: { cookie } });
    expect(answer.statusCode).toBe(200);
    const { items } = answer.json<{ items: { slug: string; url: string }[] }>();
    expect(items[0]).toMatchObject({ slug: 'reset-password', url: '/help/en/reset-password' });
    expect(items.length).toBeLessThanOrEqual(3);
    expect(
      (await app.inject({ method: 'GET', url: '/api/v1/tickets/999999/suggestions', headers: { cookie } })).statusCode,
    ).toBe(404);
  });
});
