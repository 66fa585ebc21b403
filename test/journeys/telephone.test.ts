import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addToken } from '../../server/agents/token.ts';
import { hasBrowser } from '../support/browser.ts';
import { buildFrontEnds } from '../support/build.ts';
import { openDesk, type Colleague, type Desk } from '../support/desk.ts';
import { shoot } from '../support/screenshots.ts';

describe.skipIf(!hasBrowser)('the telephone (needs chromium)', () => {
  let desk: Desk;
  let ana: Colleague;
  let ben: Colleague;
  let customer: string;
  let admin: string;
  let token: string;
  const look = async (name: string) => void (process.env['SCREENSHOTS'] && (await shoot(ana.page, name)));

  beforeAll(async () => {
    buildFrontEnds('help');
    desk = await openDesk();
    [ana, ben] = [await desk.enter('Ana Pop'), await desk.enter('Ben Baker')];
    admin = (await desk.app.signIn('admin')).cookie;
    token = await addToken(desk.app.context, 'exchange', ['calls:write']);
    const number = await desk.bring('Maria Enache', { subject: 'Lamp', text: 'My lamp is broken.' });
    ({ customer } = await ask('GET', `/tickets/${number}`).then((ticket) => ({ customer: ticket.customer.id })));
    await ask('POST', `/customers/${customer}/identities`, { kind: 'phone', value: '+40 721 000 001' });
    await ask('PUT', `/agents/${ana.agent.id}`, { extension: '201' });
  });
  afterAll(() => desk?.close());

  async function ask(method: 'GET' | 'POST' | 'PUT', path: string, payload?: object) {
    const request = { method, url: `/api/v1${path}`, headers: { cookie: admin } };
    const answer = await desk.app.inject({ ...request, ...(payload ? { payload } : {}) });
    expect([path, answer.statusCode < 300, answer.body]).toEqual([path, true, answer.body]);
    return answer.json<{ id: string; number: number; customer: { id: string } }>();
  }
  const say = (id: string, event: string, more: object = {}) =>
    desk.app.inject({
      ...{ method: 'POST', url: '/api/v1/calls', headers: { authorization: `Bearer ${token}` } },
      payload: { id, event, ...more },
    });

  it('rings, and who calls is on the screen of the agent with whom it rings, and of nobody else', async () => {
    const { page } = ana;
    await say('one', 'ringing', { from: '+40721000001', agent: '201' });
    await page.waitForURL(new RegExp(`/inbox/customers/${customer}$`));
    await page.getByRole('heading', { name: 'Maria Enache', level: 1 }).waitFor();
    const card = page.getByRole('status').filter({ hasText: 'Incoming call' });
    await card.getByText('+40 721 000 001').waitFor();
    await page.getByText('Called us').waitFor();
    await look('call');
    await say('one', 'answered', { agent: '201' });
    await page.getByRole('status').filter({ hasText: 'On the telephone' }).waitFor();
    await say('one', 'ended');
    await page.getByRole('status').filter({ hasText: 'Call ended' }).waitFor();
    await page.getByText(/sec with Ana Pop/).waitFor();
    await page.getByRole('link', { name: 'Lamp' }).click();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await ana.thread.getByText('My lamp is broken.').waitFor();
    expect([ben.page.url().includes('customers'), await ben.page.getByText('Call').count()]).toEqual([false, 0]);
  });

  it('takes nobody away from what they write', async () => {
    const { page } = ana;
    await ana.box().pressSequentially('Dear Maria');
    const url = page.url();
    await say('two', 'ringing', { from: '+34600123456', agent: ana.agent.email });
    const card = page.getByRole('status').filter({ hasText: 'First call from this number' });
    await card.waitFor();
    expect(page.url()).toBe(url);
    await look('call-while-writing');
    await card.getByRole('button', { name: 'Open customer' }).click();
    await page.getByRole('heading', { name: '+34600123456', level: 1 }).waitFor();
    await say('two', 'missed');
    await page.getByText('not answered').waitFor();
  });

  it('is asked for by a customer without scripts, tried twice, and comes about', async () => {
    const hours = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' }));
    await ask('PUT', '/calendars/desk', { timeZone: 'Europe/Bucharest', hours, holidays: [] });
    await ask('PUT', '/telephone', { callbacks: true, country: 'RO', notice: 0, days: 2 });
    await ask('PUT', `/agents/${ana.agent.id}`, { languages: ['en'] });
    const browser = ana.page.context().browser();
    const customer = await browser!.newPage({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
    await customer.goto(`${desk.url}/help/en/callback`);
    await customer.getByLabel('Telephone number').fill('0721 000 077');
    await customer.getByLabel('E-mail address').fill('ion@people.example');
    await customer.getByLabel('Your name').fill('Ion Rusu');
    await customer.getByLabel('What is it about?').fill('The robot does not start.');
    await customer.getByRole('button', { name: 'Book the call' }).click();
    await customer.getByText('Choose a time.').first().waitFor();
    await customer.locator('details[open] input[type=radio]').last().check({ force: true });
    if (process.env['SCREENSHOTS']) await shoot(customer, 'callback-form');
    await customer.getByRole('button', { name: 'Book the call' }).click();
    await customer.getByText('The call is booked.').waitFor();
    await customer.getByText('on the number that ends in 077').waitFor();
    if (process.env['SCREENSHOTS']) await shoot(customer, 'callback-booked');

    const { page } = ana;
    await page.goto(`${desk.url}/inbox/calls`);
    const item = page.getByRole('article', { name: 'Ion Rusu' });
    await item.getByText('The robot does not start.').waitFor();
    await item.getByRole('link', { name: '+40 721 000 077' }).waitFor();
    await item.getByRole('button', { name: 'Call', exact: true }).click();
    await ben.page.goto(`${desk.url}/inbox/calls`);
    await ben.page.getByRole('button', { name: 'All', exact: true }).click();
    await ben.page.getByText('Ana Pop is calling').waitFor();
    await item.getByRole('button', { name: 'No answer' }).click();
    await item.getByText('Try 2 of 3').waitFor();
    await customer.reload();
    await customer.getByText('We could not reach you yet.').waitFor();
    await item.getByRole('button', { name: 'Call', exact: true }).click();
    await item.getByLabel('What was said').fill('The battery was empty.');
    await item.getByLabel('The ticket then').selectOption('is solved');
    await look('calling');
    await item.getByRole('button', { name: 'Reached' }).click();
    await page.getByText('Nobody waits for a call.').waitFor();
    await ben.page.getByText('Nobody waits for a call.').waitFor();
    await page.goto(`${desk.url}/inbox/solved`);
    await page.locator('a[data-ticket]', { hasText: 'Please call me back' }).click();
    await ana.thread.getByText('The battery was empty.').waitFor();
    await ana.thread.getByText('2 changes', { exact: true }).last().click();
    await ana.thread.getByText('Ana Pop reached the customer by telephone').waitFor();
    await customer.goto(customer.url().replace(/\/callback.*/, ''));
    await customer.getByText('Settled', { exact: true }).waitFor();
    await customer.close();
  });
});
