import { Types, type mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Messages } from '../../server/tickets/message-model.ts';
import { Tickets } from '../../server/tickets/model.ts';
import { hasBrowser } from '../support/browser.ts';
import { openDesk, type Colleague, type Desk } from '../support/desk.ts';

describe.skipIf(!hasBrowser)('privacy in the inbox (needs chromium)', () => {
  let desk: Desk;
  let ana: Colleague;

  beforeAll(async () => {
    desk = await openDesk();
    ana = await desk.enter('Ana Pop', 'admin');
  });
  afterAll(() => desk?.close());

  const panel = () => ana.page.getByRole('complementary', { name: 'Customer and details' });
  const dialog = () => ana.page.getByRole('dialog');
  const button = (name: string) => dialog().getByRole('button', { name });

  it('erases a customer after a typed confirmation, in spite of a hold only when told so, with a certificate', async () => {
    const number = await desk.bring('Tom Whitaker', { subject: 'Robot stops' });
    const { page } = ana;
    await ana.open(number);
    await panel().getByRole('button', { name: 'Put a legal hold…' }).click();
    await dialog().getByLabel('Why?').fill('a court asks for it');
    await button('Put a legal hold').click();
    await panel().getByText('a court asks for it').waitFor();
    await panel().getByRole('button', { name: 'Erase customer…' }).click();
    await dialog().getByText('Records of the person').waitFor();
    await dialog().getByLabel('To confirm, type Tom Whitaker').fill('Tom Whitaker');
    expect(await button('Erase for good').isDisabled()).toBe(true);
    await dialog().getByLabel('Erase in spite of the legal hold').check();
    await dialog().getByLabel('To confirm, type Tom Whitaker').fill('Tom');
    expect(await button('Erase for good').isDisabled()).toBe(true);
    await dialog().getByLabel('To confirm, type Tom Whitaker').fill('Tom Whitaker');
    let looked = (): void => undefined;
    const held = new Promise<void>((resolve) => (looked = resolve));
    await page.route('**/api/v1/erasures/*', async (route) => {
      await held;
      await route.continue();
    });
    await button('Erase for good').click();
    await dialog()
      .getByText(/^0 of \d+ removed/)
      .waitFor();
    await dialog().getByRole('progressbar').waitFor();
    looked();
    const certificate = dialog().getByRole('link', { name: 'View the certificate' });
    await certificate.waitFor();
    const shown = await page.request.get(`${desk.url}${await certificate.getAttribute('href')}`);
    expect(await shown.text()).toContain('Certificate of erasure');
    await button('Close').last().click();
    await ana.thread.getByText('This customer was erased').first().waitFor();
    await panel().getByRole('heading', { name: 'Erased customer' }).waitFor();
    await page.goto(`${desk.url}/inbox/all`);
    const row = page.locator(`a[data-ticket="${number}"]`);
    await row.getByText('Erased customer').waitFor();
    expect(await row.innerText()).not.toContain('Tom');
  });

  it('says what is damaged, and shows the rest', async () => {
    const number = await desk.bring('Grace Okafor', { subject: 'Two of us', text: 'Nothing of this can be read.' });
    const ticket = await Tickets(desk.app.context).findOne({ number }).lean().orFail();
    await flip(desk, 'tickets', ticket._id, 'subject');
    const message = await Messages(desk.app.context).findOne({ ticket: ticket._id, direction: 'in' }).lean().orFail();
    await flip(desk, 'messages', message._id, 'text');
    await ana.open(number);
    await ana.thread.getByText('This cannot be read: it was damaged where it is stored.').waitFor();
    await ana.page.getByText('Some of this cannot be read').waitFor();
    await ana.page.locator(`a[data-ticket="${number}"]`).getByText('Damaged').waitFor();
    await ana.page.locator(`a[data-ticket="${number}"]`).getByText('Grace Okafor').waitFor();
  });

  it('a rule of retention is seen before it is switched on; what it redacts says so in the thread', async () => {
    const number = await desk.bring('Marta Nowak', { subject: 'Reklamacja', text: 'What is old goes.' });
    const old = { status: 'solved' as const, activityAt: new Date(Date.now() - 400 * 86_400_000) };
    await Tickets(desk.app.context).updateOne({ number }, { $set: old });
    const { page } = ana;
    await ana.open(number);
    await page.goto(`${desk.url}/inbox/settings/retention`);
    await page.getByRole('button', { name: 'New rule' }).click();
    await dialog().getByLabel('What happens').selectOption({ label: 'Redact' });
    await button('Save').click();
    await page.getByRole('switch', { name: 'The rule is on: Redact, all tickets, after 365 days' }).click();
    await dialog().getByText('1 ticket').waitFor();
    await dialog()
      .getByRole('link', { name: `#${number}` })
      .waitFor();
    await button('Switch on').click();
    await page.getByRole('button', { name: 'Show what would go' }).click();
    await page.getByRole('button', { name: 'Run now' }).click();
    await button('Run now').click();
    const log = page.getByRole('region', { name: 'Log of runs' });
    await log.getByRole('link', { name: `#${number}` }).click();
    await ana.thread.getByText(/Redacted on/).waitFor();
    await page.getByText('was removed by a rule of retention').waitFor();
    await page.locator(`a[data-ticket="${number}"]`).getByText('Redacted').waitFor();
    expect(desk.problems).toEqual([]);
  });
});

/** One byte of a sealed field is another where it is stored. */
async function flip({ app }: Desk, collection: string, _id: Types.ObjectId, field: string): Promise<void> {
  const stored = app.context.db.collection<Record<string, mongo.Binary>>(collection);
  const doc = await stored.findOne({ _id } as never);
  const bytes = Buffer.from(doc?.[field]?.buffer ?? Buffer.alloc(0));
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  await stored.updateOne({ _id } as never, { $set: { [field]: bytes } } as never);
}
