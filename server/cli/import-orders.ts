import { createReadStream } from 'node:fs';
import { COLUMNS } from '../orders/csv.ts';
import { importOrders } from '../orders/import.ts';
import { openDesk } from './open.ts';
import type { Verb } from './verb.ts';

export const verb: Verb = {
  help: `
Usage: ombud import orders FILE.csv

Takes a table of orders, so that agents see what somebody has bought, and whether it is under warranty. One line is one
item; the lines of an order stand one after another. The first line names the columns, in any order:
  ${COLUMNS.join(', ')}
A day is YYYY-MM-DD in the time zone of the shop, a moment is in ISO 8601. What deliveredAt, customer (a name), currency,
price, serial and warrantyMonths would say may be missing. Commas, semicolons and tabs are understood.
An order with a line that is not understood is told, and not taken; the others are. The same file again changes nothing:
an import that was broken off is begun again, and goes on where it stopped.`,
  takes: [1, 1],
  async run(input) {
    const desk = await openDesk();
    try {
      let problems = 0;
      const problem = (text: string) => (problems++, input.say(text));
      const done = await importOrders(desk.context, createReadStream(input.args[0] ?? ''), problem);
      const { orders, added, changed, same, refused } = done;
      input.say(`${orders} orders: ${added} new, ${changed} changed, ${same} as they were, ${refused} not taken.`);
      return problems > 0 ? 1 : 0;
    } finally {
      await desk.close();
    }
  },
};
