import { existsSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, readConfig, type Config } from '../config.ts';
import { Customers } from '../customers/model.ts';
import { environmentAccounts } from '../settings/accounts.ts';
import { checkPort } from './check-port.ts';
import { checkCollections, checkIndexes } from './check-store.ts';
import { hint, ok, problem, type Finding } from './finding.ts';
import { openDesk, type Desk } from './open.ts';
import type { Verb } from './verb.ts';

export const verb: Verb = {
  help: `
Usage: ombud doctor

Checks Node, configuration, data folder, disk, store and its indexes, keys, channels, port and built front ends, and says
in words what it finds. Changes nothing but a store that was never started: that one is made. Ends with 1 on a problem.`,
  async run({ say }) {
    const findings = await examine();
    for (const { level, text } of findings) say(`${level.padEnd(8)} ${text}`);
    return findings.some(({ level }) => level === 'problem') ? 1 : 0;
  },
};

async function examine(): Promise<Finding[]> {
  const findings = [checkNode()];
  let config: Config;
  try {
    config = readConfig();
    findings.push(ok('The configuration has no errors.'));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [...findings, ...error.problems.map(problem)];
  }
  findings.push(...checkFolder(config), checkFrontEnds(), ...checkMail(config));
  try {
    const desk = await openDesk(config);
    try {
      findings.push(...(await checkDesk(desk)));
    } finally {
      await desk.close();
    }
  } catch (error) {
    findings.push(problem(`The store cannot be opened: ${(error as Error).message}`));
  }
  return findings;
}

function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const good = major > 24 || (major === 24 && minor >= 7);
  return good
    ? ok(`Node ${process.versions.node}.`)
    : problem(`Node ${process.versions.node}: 24.7 or newer is needed.`);
}

const LITTLE_DISK = 1_000_000_000;

function checkFolder({ dataDir, secretKey }: Config): Finding[] {
  if (!existsSync(dataDir)) return [hint(`${dataDir} is not there yet; the first start makes it.`)];
  const findings: Finding[] = [];
  const { mode } = statSync(dataDir);
  const open = process.platform !== 'win32' && (mode & 0o077) !== 0;
  findings.push(
    open ? hint(`Others may look into ${dataDir}: chmod 700 ${dataDir}`) : ok(`Only this user may enter ${dataDir}.`),
  );
  const { bavail, bsize } = statfsSync(dataDir);
  const free = bavail * bsize;
  const text = `${(free / 1e9).toFixed(1)} GB are free on the disk of ${dataDir}.`;
  findings.push(free < LITTLE_DISK ? problem(text) : ok(text));
  if (!secretKey && existsSync(join(dataDir, 'secret.key')))
    findings.push(hint(`Keep a copy of ${join(dataDir, 'secret.key')} elsewhere: without it nothing can be read.`));
  return findings;
}

function checkFrontEnds(): Finding {
  const dist = join(import.meta.dirname, '../../dist');
  const missing = ['inbox', 'widget', 'help'].filter((name) => !existsSync(join(dist, name)));
  return missing.length === 0
    ? ok('The front ends are built.')
    : hint(`Not built: ${missing.join(', ')}; the next start builds them.`);
}

function checkMail({ mail, publicUrl }: Config): Finding[] {
  const findings: Finding[] = [];
  if (!mail.address) findings.push(hint('MAIL_ADDRESS is not set: there is no e-mail.'));
  else {
    if (!mail.smtpUrl) findings.push(hint('SMTP_URL is not set: e-mails cannot be answered.'));
    if (!mail.imapUrl && mail.smtpInPort === undefined)
      findings.push(hint('Neither IMAP_URL nor SMTP_IN_PORT is set: no e-mail comes in.'));
  }
  if (/\/\/(localhost|127\.)/.test(publicUrl))
    findings.push(hint(`PUBLIC_URL is ${publicUrl}: links in mails work on this machine only.`));
  return findings;
}

async function checkDesk(desk: Desk): Promise<Finding[]> {
  const { context, running } = desk;
  const { mongodbUri, port, host } = context.config;
  const server = running ? 'the server is running' : 'no server is running on this folder';
  return [
    // Who else uses a MongoDB is not known here.
    ok(mongodbUri ? 'The store (MongoDB) answers.' : `The store (embedded) answers; ${server}.`),
    ...(await checkIndexes(desk)),
    ...(await checkCollections(desk)),
    await checkKeys(desk),
    ...environmentAccounts(context.config).flatMap(({ channel, id }) => {
      const adapter = context.channels.get(channel);
      const reason = adapter ? adapter.cannotSend(id) : 'It is not set up.';
      // Forms and programs are answered by e-mail.
      if (channel === 'form' || channel === 'api') return [];
      return [reason ? hint(`${channel} cannot send: ${reason}`) : ok(`${channel} can send.`)];
    }),
    await checkPort(host, port, running),
    (await context.search.ready())
      ? ok(`The search (${context.search.name}) is ready.`)
      : problem(`The search (${context.search.name}) does not answer.`),
  ];
}

const SAMPLE = 1000;

async function checkKeys({ context, keys }: Desk): Promise<Finding> {
  const latest = await Customers(context).find({}, { _id: 1 }).sort({ _id: -1 }).limit(SAMPLE).lean();
  const without = latest.filter(({ _id }) => !context.vault.hasKey(String(_id))).length;
  if (without === 0) return ok(`The instance key fits; ${keys.count()} keys of customers.`);
  return hint(
    `${without} of the latest ${latest.length} customers have no key: erased, or keys.db is older than the data.`,
  );
}
