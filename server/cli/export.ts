import { createWriteStream, existsSync, rmSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { customerByEmail } from '../customers/find.ts';
import { archiveName, exportCustomer } from '../privacy/export/archive.ts';
import { openDesk } from './open.ts';
import { textOption, type Verb } from './verb.ts';

export const verb: Verb = {
  help: `
Usage: ombud export [customer] ID|E-MAIL [--out FILE]

Writes one zip with everything about a customer: index.html for people, data.json (described by data.schema.json) for
programs, files and raw mails as they came. It can be read by everybody who has it: hand it over with care.
  --out  the file to write; customer-ID.zip in this folder when not given`,
  takes: [1, 2],
  options: { out: { type: 'string' } },
  async run(input) {
    const [who = '', ...rest] = input.args[0] === 'customer' ? input.args.slice(1) : input.args;
    if (who === '' || rest.length > 0) throw new Error('Say which customer: an id or an e-mail address.');
    const desk = await openDesk();
    try {
      const id = await customerId(desk.context, who);
      const file = textOption(input, 'out') ?? archiveName(id);
      if (existsSync(file)) throw new Error(`${file} exists; choose another name with --out.`);
      await write(file, (await exportCustomer(desk.context, id)).stream);
      await audit(desk.context, 'system', 'customer.exported', { about: { kind: 'customer', id } });
      input.say(`Everything about the customer is in ${file}.`);
      return 0;
    } finally {
      await desk.close();
    }
  },
};

async function customerId(context: Context, who: string): Promise<string> {
  if (/^[0-9a-f]{24}$/.test(who)) return who;
  const customer = who.includes('@') ? await customerByEmail(context, who) : undefined;
  if (!customer) throw new Error('There is no such customer.');
  return String(customer._id);
}

/** For the owner alone, and under its name only when it is whole. */
async function write(file: string, stream: NodeJS.ReadableStream): Promise<void> {
  const part = `${file}.part`;
  try {
    await pipeline(stream, createWriteStream(part, { mode: 0o600 }));
    await rename(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}
