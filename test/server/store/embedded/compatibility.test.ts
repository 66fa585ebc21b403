import { expect, it } from 'vitest';
import { makeTable, writtenTable } from '../../../support/compatibility.ts';

const plain = (table: string) => table.replace(/-+/g, '---').split('\n');

it('the README tells what the store does and refuses, as a run of it shows', async () => {
  expect(plain(writtenTable())).toEqual(plain(await makeTable()));
});
