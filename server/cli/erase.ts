import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Types } from 'mongoose';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { customerByEmail, loadCustomer, nameOf } from '../customers/find.ts';
import type { CustomerDoc } from '../customers/model.ts';
import { LANGUAGES, type Language } from '../tickets/envelopes.ts';
import { certificatePage, certificateText } from '../privacy/certificate.ts';
import { erase, previewFor } from '../privacy/erase.ts';
import type { ErasureDoc } from '../privacy/erasure-model.ts';
import { eraseInBackup } from '../vault/copies.ts';
import { openDesk } from './open.ts';
import { textOption, type Input, type Verb } from './verb.ts';

export const verb: Verb = {
  help: `
Usage: ombud erase CUSTOMER [--yes] [--override-hold] [--certificate FILE] [--language LANGUAGE]
       ombud erase --backup KEYS.DB

Erases a customer for good: destroys their key, so that no copy of the data can be read any more, and removes what is
stored of them. Tickets stay as numbers for reports. Prints a certificate. Nothing brings them back, no backup either.
CUSTOMER is an e-mail address or an id. The server may be running.
  --yes            does not ask
  --override-hold  erases in spite of a legal hold
  --certificate    writes the certificate as a page to print (HTML)
  --language       of the certificate: ${LANGUAGES.join(', ')}; en when not given
  --backup         applies all erasures so far to a backup of the keys that could not be reached before`,
  takes: [0, 1],
  options: {
    yes: { type: 'boolean' },
    'override-hold': { type: 'boolean' },
    certificate: { type: 'string' },
    language: { type: 'string' },
    backup: { type: 'string' },
  },
  async run(input) {
    const backup = textOption(input, 'backup');
    const [who] = input.args;
    if ((backup === undefined) === (who === undefined)) throw new Error('Name a customer, or a backup with --backup.');
    const desk = await openDesk();
    try {
      if (backup !== undefined) return applyTo(desk.context, backup, input);
      return await eraseOne(desk.context, who ?? '', input);
    } finally {
      await desk.close();
    }
  },
};

async function eraseOne(context: Context, who: string, input: Input): Promise<number> {
  const language = languageOf(input);
  const id = /^[0-9a-f]{24}$/.test(who) ? who : String((await byAddress(context, who))._id);
  if (input.options['yes'] !== true && !context.vault.erased.has(id)) {
    const customer = await loadCustomer(context, id);
    if (!(await confirmed(context, customer, who, input))) {
      input.say('Nothing was erased.');
      return 1;
    }
  }
  const override = input.options['override-hold'] === true;
  const erasure = await erase(context, new Types.ObjectId(id), { kind: 'system', name: 'ombud erase' }, override);
  await audit(context, 'system', 'customer.erased', { about: { kind: 'customer', id } });
  const page = textOption(input, 'certificate');
  if (page !== undefined) writeFileSync(page, certificatePage(erasure, language).html);
  input.say(certificateText(erasure, language));
  warn(erasure, input);
  return 0;
}

async function byAddress(context: Context, address: string): Promise<CustomerDoc> {
  const customer = address.includes('@') ? await customerByEmail(context, address) : undefined;
  if (!customer) throw new Error(`There is no customer "${address}".`);
  return customer;
}

async function confirmed(context: Context, customer: CustomerDoc, who: string, { say }: Input): Promise<boolean> {
  const { counts, held } = await previewFor(context, customer._id);
  say(
    `${nameOf(customer)} (${String(customer._id)}), customer since ${customer.createdAt.toISOString().slice(0, 10)}:`,
  );
  for (const [name, count] of Object.entries(counts)) if (count > 0) say(`  ${name}: ${count}`);
  if (held) say('A legal hold is on this customer or one of their tickets: only --override-hold erases them.');
  if (!process.stdin.isTTY) throw new Error('There is nobody to ask: say --yes to erase without asking.');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question(`This cannot be undone. To erase, type ${who} once more: `)).trim() === who;
  } finally {
    terminal.close();
  }
}

function warn({ unreached }: ErasureDoc, { say }: Input): void {
  if (unreached.length === 0) return;
  say('\nWhere such a backup still exists: ombud erase --backup KEYS.DB');
  say('Where it does not exist any more:  ombud backup --forget DIR');
}

function languageOf(input: Input): Language {
  const language = textOption(input, 'language') ?? 'en';
  if (!(LANGUAGES as readonly string[]).includes(language))
    throw new Error(`There is no language "${language}": ${LANGUAGES.join(', ')}.`);
  return language as Language;
}

function applyTo({ vault }: Context, path: string, { say }: Input): number {
  const erasures = vault.erased.all();
  eraseInBackup(path, erasures);
  say(`${erasures.length} erasures were applied to ${path}.`);
  return 0;
}
