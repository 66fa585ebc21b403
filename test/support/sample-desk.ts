import type { Browser, BrowserContext, Page } from 'playwright-core';
import { loadSampleArticles } from '../../knowledge-base/import-content.ts';
import { addDemo } from '../../server/demo/add.ts';
import type { MessageView } from '../../server/tickets/schema.ts';
import { buildTestApp, type TestApp } from './app.ts';
import { launchBrowser } from './browser.ts';
import { eventually } from './eventually.ts';
import type { Screen } from './screens.ts';
import { openSmtpSink } from './smtp-sink.ts';

/** The product on a folder of its own with the sample company, and a browser that looks at it as an admin. */
export interface SampleDesk {
  app: TestApp;
  url: string;
  browser: Browser;
  /** Of every agent of the sample company. */
  password: string;
  cookie: string;
  /** One with answers and a note. */
  ticket: number;
  close(): Promise<void>;
}

/** @param now what the clock shows at the start, in milliseconds; the machine's time without it */
export async function openSampleDesk(now = Date.now()): Promise<SampleDesk> {
  const began = performance.now();
  const sink = await openSmtpSink();
  const app = await buildTestApp({
    env: { MAIL_ADDRESS: 'support@voltshop.example', SMTP_URL: sink.url },
    clock: { now: () => new Date(now + performance.now() - began) },
  });
  await loadSampleArticles(app.context);
  const added = await addDemo(app.context);
  if (!added) throw new Error('the store was not empty');
  const { cookie } = await app.signIn('admin', { name: 'Joanna Wiśniewska', email: 'joanna@voltshop.example' });
  const [url, browser] = [await app.listen(), await launchBrowser()];
  const desk = { app, url, browser, cookie, password: added.company.password };
  const items = async (path: string) => (await ask(desk, 'GET', path)).items as { number: number; subject: string }[];
  const found = (await items('/tickets?view=all&limit=100')).find(({ subject }) =>
    subject.startsWith('Coffee machine'),
  );
  if (!found) throw new Error('the ticket of the sample company is not there');
  await furnish(desk, found.number);
  return {
    ...desk,
    ticket: found.number,
    async close() {
      await browser.close();
      await app.close();
      await sink.stop();
    },
  };
}

type Asking = Pick<SampleDesk, 'app' | 'cookie'>;

/** As the admin who looks at it. */
export async function ask(
  { app, cookie }: Asking,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  payload?: object,
) {
  const url = `/api/v1${path}`;
  const answer = await app.inject({ method, url, headers: { cookie }, ...(payload ? { payload } : {}) });
  if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.body}`);
  return answer.body ? answer.json<Record<string, unknown>>() : {};
}

/** What the sample company does not bring with it: each screen shall have something to show. */
async function furnish(desk: Asking, ticket: number): Promise<void> {
  const reply = {
    clientId: 'picture-reply',
    text: 'A new water tank is on its way, Grace. I am sorry about the glass.',
  };
  await ask(desk, 'POST', `/tickets/${ticket}/replies`, reply);
  await eventually(async () => {
    const { items } = await ask(desk, 'GET', `/tickets/${ticket}/messages?limit=60`);
    const { delivery } = (items as MessageView[]).find(({ clientId }) => clientId === reply.clientId) ?? {};
    if (delivery?.state !== 'sent') throw new Error(`the reply is ${delivery?.state}`);
  });
  const note = { clientId: 'picture-note', text: 'The carrier has been told: third damaged parcel this week.' };
  await ask(desk, 'POST', `/tickets/${ticket}/notes`, note);
  const texts = { en: 'Hello {{customer.firstName|there}},\n\nyour refund is on its way.', pl: 'Zwrot jest w drodze.' };
  await ask(desk, 'POST', '/macros', { name: 'Refund is on its way', shared: 'all', texts });
  await ask(desk, 'POST', '/macros', { name: 'Refund and solve', shared: 'all', texts, acts: { status: 'solved' } });
  await ask(desk, 'PUT', '/mailboxes/env/letterhead', {
    identities: [{ id: 'returns', name: '{{agent.name}}, returns', address: 'returns@voltshop.example' }],
    signature: '{{agent.name}}\nVolt Shop, {{mailbox.address}}',
    quote: true,
    acknowledge: { on: true, texts: {} },
    rate: { mails: 200, per: 'hour' },
  });
  await ask(desk, 'POST', '/mailboxes', {
    ...{ name: 'Volt Shop returns', address: 'returns-department@voltshop.example', enabled: false },
    ...{ door: true, since: 'now' },
  });
  const customer = { email: 'liam@people.example', name: 'Liam Porter' };
  const asked = { type: 'inquiry', subject: 'Do you ship to Malta?', text: 'And how long does it take?', customer };
  await ask(desk, 'POST', '/tickets', asked);
  const hours = [1, 2, 3, 4, 5].map((weekday) => ({ day: weekday, from: '08:00', to: '16:00', capacity: 2 }));
  await ask(desk, 'POST', '/repairs/points', { name: 'Workshop', address: '12 Fulham Road', visits: false, hours });
  const day = { act: 'files', type: null, channel: null, days: 730, active: false };
  await ask(desk, 'POST', '/retention/rules', day);
}

/** A window in which the admin is signed in, or nobody. */
export async function openWindow(
  { browser, url, cookie }: SampleDesk,
  more: Parameters<Browser['newContext']>[0],
  signedIn = true,
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ timezoneId: 'UTC', ...more });
  const [name = '', value = ''] = cookie.split(/=(.*)/s);
  if (signedIn) await context.addCookies([{ name, value, url }]);
  return { context, page: await context.newPage() };
}

/** Goes to a screen and waits until it is all there. */
export async function showScreen(desk: SampleDesk, page: Page, { path, shows, open }: Screen): Promise<void> {
  await page.goto(`${desk.url}/inbox/${typeof path === 'string' ? path : path(desk)}`);
  await page.locator(shows).first().waitFor();
  await open?.(page);
  await page.waitForLoadState('networkidle');
}
