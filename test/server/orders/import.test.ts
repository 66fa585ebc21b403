import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importOrders, type Imported } from '../../../server/orders/import.ts';
import { Orders } from '../../../server/orders/model.ts';
import { orderByNumber } from '../../../server/orders/save.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { CommandLine } from '../../support/ombud.ts';

let app: TestApp;
const line = new CommandLine();
beforeAll(async () => (app = await buildTestApp()));
afterAll(async () => {
  await app.close();
  line.remove();
});

const HEAD = 'number,email,placedAt,deliveredAt,sku,name,quantity,price,serial,warrantyMonths';
async function take(text: string): Promise<{ done: Imported; problems: string[] }> {
  const problems: string[] = [];
  const done = await importOrders(app.context, Readable.from([Buffer.from(text)]), (problem) => problems.push(problem));
  return { done, problems };
}
const csv = (...lines: string[]) => `${[HEAD, ...lines].join('\n')}\n`;

it('takes a table, a line an item, with quotes, a byte order mark and line ends of Windows', async () => {
  const text = csv(
    'C-1,ana@people.test,2026-03-01,2026-03-05,L-1,"Lampă, ""Lux""",2,49.90,SN-1,24',
    'C-1,,,,K-2,"Kettle\r\nwith two lines",1,,,',
    'C-2,BEA@people.test,2026-03-01T10:00:00Z,,L-1,Lamp,1,,,',
  );
  const { done, problems } = await take(`\uFEFF${text.replaceAll('\n', '\r\n')}`);
  expect([problems, done]).toEqual([[], { orders: 2, added: 2, changed: 0, same: 0, refused: 0 }]);
  expect((await orderByNumber(app.context, 'C-1'))?.items).toEqual([
    { sku: 'L-1', name: 'Lampă, "Lux"', quantity: 2, price: 49.9, serial: 'SN-1', warrantyMonths: 24 },
    expect.objectContaining({ sku: 'K-2', quantity: 1, price: null, serial: null, warrantyMonths: null }),
  ]);
  expect((await take(text)).done).toMatchObject({ added: 0, changed: 1, same: 1 });
  // The line ends within the product's name were other ones; now nothing is.
  expect((await take(text)).done).toMatchObject({ orders: 2, same: 2 });
});

it('understands semicolons, decimal commas, and columns as shops name them', async () => {
  const { done, problems } = await take(
    'Order Number;E-mail;placed_at;Warranty months;SKU;Name;Quantity;Price;Colour\nC-3;cleo@people.test;2026-03-01;12;L;Lamp;1;19,99;red\n',
  );
  expect(problems).toEqual(['line 1: nobody knows the column Colour; it is left out']);
  expect(done.added).toBe(1);
  const [item] = (await orderByNumber(app.context, 'c-3'))?.items ?? [];
  expect(item).toMatchObject({ price: 19.99, warrantyMonths: 12 });
});

it('takes how it was sent, and what cannot go back', async () => {
  const { problems } = await take(
    'number,email,placedAt,shippedAt,carrier,trackingUrl,sku,name,quantity,returnable\nC-4,cleo@people.test,2026-03-01,2026-03-02,Parcels,https://parcels.example/4,L,Lamp,1,no\nC-4,,,,,,K,Kettle,1,YES\nC-5,cleo@people.test,2026-03-01,,,parcels.example,L,Lamp,1,maybe\n',
  );
  expect(problems).toEqual([
    'line 4: trackingUrl must be an address of the web (https://…)',
    'line 4: returnable must be yes or no',
  ]);
  const order = await orderByNumber(app.context, 'C-4');
  const at = expect.stringMatching(/^2026-03-0[12]T/);
  expect(order?.shipping).toEqual({ at, carrier: 'Parcels', trackingUrl: 'https://parcels.example/4' });
  expect(order?.items?.map(({ returnable }) => returnable)).toEqual([false, undefined]);
});

it('tells each line that it does not understand, and takes the other orders', async () => {
  const before = await Orders(app.context).countDocuments();
  const { done, problems } = await take(
    csv(
      'E-1,nobody,2026-02-30,,L,Lamp,two,1,,',
      'E-1,,2026-03-02,,,Kettle,0,-1,,1.5',
      'E-2,ana@people.test,2026-03-01,,L,Lamp,1,,,',
      'E-3,ana@people.test,2026-02-30,,L,Lamp,1,,,',
      'E-4,ana@people.test,2026-03-05,2026-03-01,L,Lamp,1,,,',
      ',ana@people.test,2026-03-05,,L,Lamp,1,,,',
      'E-2,,,,L,Lamp,1,,,',
      'E-5,,,,,,,,,',
    ),
  );
  expect(done).toEqual({ orders: 5, added: 1, changed: 0, same: 0, refused: 4 });
  expect(problems).toEqual([
    'line 3: placedAt is another one than on line 2, which has the same order',
    'line 2: email must be an e-mail address',
    'line 2: quantity must be a whole number from 1 to 100000',
    'line 3: sku must have 1 to 100 characters',
    'line 3: quantity must be a whole number from 1 to 100000',
    'line 3: price must be a number from 0 on',
    'line 3: warrantyMonths must be a whole number from 0 to 600',
    'line 5: placedAt is no day of the calendar.',
    'line 7: number must have 1 to 100 characters',
    'line 8: its order stands further up: the lines of an order stand one after another',
    'line 6: deliveredAt is before placedAt.',
    'line 9: email must be an e-mail address',
    'line 9: placedAt must be a day (YYYY-MM-DD), or a moment in ISO 8601 with its distance from UTC',
    'line 9: sku must have 1 to 100 characters',
    'line 9: name must have 1 to 300 characters',
    'line 9: quantity must be a whole number from 1 to 100000',
  ]);
  expect(await Orders(app.context).countDocuments()).toBe(before + 1);
});

it.each([
  ['', 'The file is empty.'],
  ['number,email,sku\n', 'The first line names no column placedAt, name, quantity.'],
  [`${HEAD},Order\n`, 'The first line names number more than once.'],
  [csv('C-9,a@b.test,"2026'), 'line 2: '],
])('says what is wrong with the file %j', async (text, expected) => {
  await expect(take(text)).rejects.toThrow(expected);
});

it('goes on where it was broken off', async () => {
  const lines = Array.from({ length: 60 }, (_, n) => `R-${n},r${n % 7}@people.test,2026-03-01,,L,Lamp,1,,,`);
  async function* broken() {
    yield Buffer.from(csv(...lines.slice(0, 40)));
    await new Promise(setImmediate);
    throw new Error('the disk is gone');
  }
  await expect(importOrders(app.context, Readable.from(broken()), () => undefined)).rejects.toThrow('the disk is gone');
  const stored = await Orders(app.context).countDocuments({ createdAt: { $exists: true } });
  const { done } = await take(csv(...lines));
  expect(done.orders).toBe(60);
  expect(done.added + done.same).toBe(60);
  expect(await Orders(app.context).countDocuments()).toBe(stored + done.added);
});

it('is a verb of the command line, which says with its exit code whether all was taken', async () => {
  const file = join(line.folder, 'orders.csv');
  writeFileSync(file, csv('Z-1,ana@people.test,2026-03-01,,L,Lamp,1,,,', 'Z-2,ana,2026-03-01,,L,Lamp,1,,,'));
  const { code, out, err } = await line.run(['import', 'orders', file], line.settings('desk'));
  expect([code, out, err]).toEqual([
    1,
    'line 3: email must be an e-mail address\n2 orders: 1 new, 0 changed, 0 as they were, 1 not taken.\n',
    '',
  ]);
});
