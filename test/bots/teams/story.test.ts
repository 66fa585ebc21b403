import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filledIn } from '../../../bots/teams/form-card.ts';
import { loadSampleArticles } from '../../../knowledge-base/import-content.ts';
import { assistantTexts } from '../../../server/messages/assistant.ts';
import { Tickets } from '../../../server/tickets/model.ts';
import type { MessageView, TicketView } from '../../../server/tickets/schema.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { startBotConnector, type BotConnector } from '../../support/bot-connector.ts';
import type { Posted } from '../../support/bot-connector-rules.ts';
import { eventually } from '../../support/eventually.ts';
import { inChannel, person, personal, type Person } from '../../support/teams.ts';

let app: TestApp;
let connector: BotConnector;
let desk: string;
let cookie: string;
beforeAll(async () => {
  connector = await startBotConnector();
  app = await buildTestApp({ env: connector.env });
  await loadSampleArticles(app.context);
  desk = await app.listen();
  ({ cookie } = await app.signIn());
});
afterAll(async () => {
  await app.close();
  await connector.stop();
});

const { en } = assistantTexts;
const get = async <T>(url: string) => (await app.inject({ url: `/api/v1${url}`, headers: { cookie } })).json<T>();
const post = (url: string, payload: object) =>
  app.inject({ method: 'POST', url: `/api/v1${url}`, headers: { cookie }, payload });
const newest = async (): Promise<TicketView> =>
  (await get<{ items: TicketView[] }>('/tickets?channel=teams&limit=1')).items[0] as TicketView;
const thread = async (number: number) =>
  (await get<{ items: MessageView[] }>(`/tickets/${number}/messages`)).items.filter(
    ({ direction }) => direction !== 'event',
  );

/** What the bot has said in a chat besides typing. */
const saidTo = (chat: string): Posted[] =>
  connector.posted.filter(({ conversation, type }) => conversation?.id === chat && type === 'message');

/** Brings an activity and waits for what the bot answers to it. */
async function say(activity: { conversation: { id: string } }): Promise<Posted> {
  const { id } = activity.conversation;
  const before = saidTo(id).length;
  expect((await connector.bring(desk, activity)).status).toBe(200);
  await eventually(() => expect(saidTo(id).length).toBeGreaterThan(before), 20_000);
  return saidTo(id).at(-1) as Posted;
}

interface Button {
  title: string;
  data: { msteams: { text: string; value: object } };
}
const buttonsOf = ({ attachments = [] }: Posted): Button[] =>
  attachments.flatMap(({ content }) => (content?.['actions'] as Button[] | undefined) ?? []);

/** Presses a button of the bot's last message, as Teams reports it. */
function press(by: Person, last: Posted, title: string) {
  const button = buttonsOf(last).find((one) => one.title === title);
  if (!button) throw new Error(`there is no button ${title}`);
  const { text, value } = button.data.msteams;
  return personal(connector, by, { text, value, replyToId: last.id });
}

describe('in a chat with the bot', () => {
  const ana = person('Ana Pop');
  const say1 = (text: string) => say(personal(connector, ana, { text }));

  test('an inquiry is answered from the knowledge base, with buttons', async () => {
    const answer = await say1('How do I reset my password?');
    expect(answer.text).toContain(`${app.context.config.publicUrl}/help/en/reset-password`);
    expect(buttonsOf(answer).map(({ title }) => title)).toContain(en.helped.yes);
    const thanked = await say(press(ana, answer, en.helped.yes));
    expect(thanked.text).toContain(en.glad.slice(0, 10));
    const ticket = await newest();
    expect(ticket).toMatchObject({ status: 'solved', handler: 'assistant', language: 'en', unverified: false });
    expect(ticket.customer.name).toBe('Ana Pop');
  });

  test('an agent answers, and types before', async () => {
    const { number, id } = await newest();
    await app.context.events.emit('ticket.typing', { ticket: id, by: { kind: 'agent' }, on: true });
    await eventually(() => expect(connector.posted.some(({ type }) => type === 'typing')).toBe(true));
    const answer = await post(`/tickets/${number}/replies`, {
      clientId: 'agent-answer-1',
      text: 'Send it back',
      html: '<p>Send <b>it</b> <a href="https://shop.example/label">back</a><img src="https://x.example/y.png"></p>',
    });
    expect(answer.statusCode).toBe(201);
    await eventually(() => expect(saidTo(`a:${ana.aadObjectId}`).at(-1)?.textFormat).toBe('xml'));
    expect(saidTo(`a:${ana.aadObjectId}`).at(-1)?.text).toBe(
      '<p>Send <b>it</b> <a href="https://shop.example/label">back</a></p>',
    );
    const sent = (await thread(number)).at(-1);
    expect(sent?.delivery).toMatchObject({ state: 'sent', channel: 'teams' });
  });
});

describe('a form', () => {
  const greg = person('Greg');
  const inputsOf = ({ attachments = [] }: Posted) =>
    attachments.flatMap(({ content }) => (content?.['body'] as { id?: string; type: string }[] | undefined) ?? []);
  /** What Teams brings when somebody has filled it in and sent it. */
  const fillIn = (offered: Posted, inputs: object) => {
    const [{ data }] = buttonsOf(offered) as unknown as [{ data: object }];
    return personal(connector, greg, { value: { ...data, ...inputs }, replyToId: offered.id, textFormat: undefined });
  };
  let offered: Posted;

  test('has all that a return needs, beside the first question', async () => {
    offered = await say(personal(connector, greg, { text: 'I want to return something' }));
    expect(inputsOf(offered).flatMap(({ id, type }) => (id ? [[id, type]] : []))).toEqual([
      ['order', 'Input.Text'],
      ['product', 'Input.Text'],
      ['reason', 'Input.Text'],
      ['condition', 'Input.ChoiceSet'],
      ['wish', 'Input.ChoiceSet'],
    ]);
    expect(offered.text).toContain(en.form.question.order);
    expect(buttonsOf(offered).map(({ title }) => title)).toEqual(['Send']);
  });

  test('is read as lines, and asked about where a field does not fit; words are taken as well', async () => {
    const { condition, wish } = en.form;
    const inputs = {
      order: 'none',
      product: 'a lamp',
      reason: 'too\nbig',
      condition: condition.unopened,
      wish: wish.refund,
    };
    const filled = fillIn(offered, inputs);
    expect((await say(filled)).text).toBe(en.form.question.order);
    const { number } = await newest();
    expect((await thread(number)).findLast(({ direction }) => direction === 'in')?.text).toBe(
      `Order: none\nProduct: a lamp\nReason: too\nbig\nCondition: ${condition.unopened}\nWish: ${wish.refund}`,
    );
    const summary = await say(personal(connector, greg, { text: 'it is 4711-22' }));
    for (const said of ['4711-22', 'a lamp', 'too\nbig', condition.unopened, wish.refund])
      expect(summary.text).toContain(said);
    // Teams brings it once more: nothing is said or noted again.
    const before = (await thread(number)).length;
    expect((await connector.bring(desk, filled)).status).toBe(200);
    const corrected = await say(personal(connector, greg, { text: 'Order: 4711-23' }));
    expect(corrected.text).toContain('4711-23');
    expect((await thread(number)).length).toBe(before + 2);
    const filed = await say(press(greg, corrected, en.form.choice.yes));
    expect(filed.text).toContain(String(number));
    const fields = { order: '4711-23', product: 'a lamp', reason: 'too\nbig', condition: 'unopened', wish: 'refund' };
    expect(await newest()).toMatchObject({ number, type: 'return', fields });
  });

  test.each([
    ['labels of several lines', { form: [{ id: 'order', label: 'Order\nWish' }], order: '1' }],
    ['other names', { form: [{ id: '__proto__', label: 'x' }] }],
    ['no answers', { form: [{ id: 'order', label: 'Order' }], order: ' ' }],
    ['answers that are no text', { form: [{ id: 'order', label: 'Order' }], order: { a: 1 } }],
  ])('that was made up says nothing: %s', (_, value) => {
    expect(filledIn(value)).toBeUndefined();
  });
});

test('a post in a channel is a ticket of its own, answered in its thread, and what others say there belongs to it', async () => {
  const [jan, ewa] = [person('Jan Kowalski'), person('Ewa Nowak')];
  const first = inChannel(connector, jan, '1001', 'Gdzie jest moja paczka?');
  const answer = await say(first);
  expect(answer.conversation?.id).toBe('19:team@thread.tacv2;messageid=1001');
  const ticket = await newest();
  expect(ticket.subject).toBe('Gdzie jest moja paczka?');
  expect(ticket).toMatchObject({ language: 'pl', fields: { place: 'Sales › Orders' } });
  await say(inChannel(connector, ewa, '1001', 'Czekam też na swoją.'));
  const said = (await thread(ticket.number)).filter(({ direction }) => direction === 'in');
  expect(said.map(({ author, text }) => [author.name, text])).toEqual([
    ['Jan Kowalski', 'Gdzie jest moja paczka?'],
    ['Ewa Nowak', 'Czekam też na swoją.'],
  ]);
  await say(inChannel(connector, ewa, '1002', 'Coś innego'));
  expect((await newest()).number).not.toBe(ticket.number);
});

test('what the customer changes and takes back shows, and a deletion that is taken back as well', async () => {
  const ivan = person('Иван');
  const first = personal(connector, ivan, { text: 'Где мой заказ?' });
  await say(first);
  const { number } = await newest();
  const change = (type: string, eventType: string, text?: string) =>
    connector.bring(desk, {
      ...personal(connector, ivan, { type, channelData: { eventType } }),
      id: first.id,
      ...(text ? { text } : {}),
    });
  const mine = async () => (await thread(number)).find(({ direction }) => direction === 'in');
  expect((await change('messageUpdate', 'editMessage', 'Где мой заказ 17?')).status).toBe(200);
  await eventually(async () => expect(await mine()).toMatchObject({ text: 'Где мой заказ 17?' }));
  expect((await mine())?.edited?.original).toBe('Где мой заказ?');
  await change('messageDelete', 'softDeleteMessage');
  await eventually(async () => expect((await mine())?.deletedAt).toBeTruthy());
  expect((await mine())?.text).toBe('');
  await change('messageUpdate', 'undeleteMessage', 'Где мой заказ 17?');
  await eventually(async () =>
    expect((await thread(number)).filter(({ direction }) => direction === 'in')).toMatchObject([
      { text: '' },
      { text: 'Где мой заказ 17?' },
    ]),
  );
});

test('pictures and files are fetched, with the token only from the Bot Connector; the rest is a line with its address', async () => {
  const eva = person('Eva');
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  connector.files.set('/amer/v3/attachments/p1/views/original', { content: png });
  connector.files.set('/files/report', { content: Buffer.from('%PDF-1.7'), open: true });
  const text = '<div>See this<br><img src="https://us-api.asm.skype.com/v1/objects/1/views/imgo"></div>';
  await say(
    personal(connector, eva, {
      text: 'See this',
      attachments: [
        { contentType: 'image/*', contentUrl: `${connector.serviceUrl}v3/attachments/p1/views/original` },
        {
          contentType: 'application/vnd.microsoft.teams.file.download.info',
          contentUrl: 'https://contoso.sharepoint.com/report.pdf',
          name: 'report.pdf',
          content: { downloadUrl: `${connector.url}/files/report`, uniqueId: 'u', fileType: 'pdf' },
        },
        { contentType: 'application/pdf', contentUrl: 'https://contoso.sharepoint.com/terms.pdf', name: 'terms.pdf' },
        { contentType: 'image/*', contentUrl: `${connector.serviceUrl}v3/attachments/gone/views/original` },
        { contentType: 'text/html', content: text },
      ],
    }),
  );
  const [message] = await thread((await newest()).number);
  expect(message?.text).toBe('See this\n📎 terms.pdf: https://contoso.sharepoint.com/terms.pdf\n📎 image-4 ✗');
  expect(message?.attachments).toMatchObject([
    { name: 'image-1.png', type: 'image/png', size: 16 },
    { name: 'report.pdf', type: 'application/octet-stream', size: 8 },
  ]);
});

test('who wrote is kept sealed, and is gone when they are erased', async () => {
  const zoe = person('Zoe Unforgettable');
  await say(personal(connector, zoe, { text: 'Please forget me, order 99887766' }));
  const { number, customer } = await newest();
  const raw = JSON.stringify(await Tickets(app.context).findOne({ number }).lean());
  const kept = JSON.stringify(await app.context.db.collection('customers').find({}).toArray());
  for (const secret of [zoe.aadObjectId, 'Unforgettable', '99887766']) expect(raw + kept).not.toContain(secret);
  const [identity] = (
    await get<{ identities: { kind: string; value: string; verified: boolean }[] }>(`/customers/${customer.id}`)
  ).identities;
  expect(identity).toMatchObject({ kind: 'teams', value: zoe.aadObjectId, verified: true });
  // All that was ever said to Teams was as Teams wants it.
  expect(connector.refused.filter((reason) => !reason.includes('attachments/gone'))).toEqual([]);
});
