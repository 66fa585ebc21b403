import ts from 'typescript';
import { visit, type Source } from './sources.ts';

const MAY_READ_ENVIRONMENT = /^(server\/config\.ts$|bin\/|test\/)/;
const MAY_LISTEN = [
  'server/app.ts',
  'server/main.ts',
  'server/store/embedded/listen.ts',
  'server/channels/email/smtp-in.ts',
  // Tries whether the port is free.
  'server/cli/check-port.ts',
];
/** Asks whether the customer agreed to be sent it. */
const MAY_SEND = 'server/channels/deliver.ts';
/** One-time codes and transcripts, to an address that is nobody's yet: whoever reads it has asked for them. */
const MAY_MAIL_WHAT_WAS_ASKED = ['server/customers/proof/code.ts', 'server/channels/webchat/transcript.ts'];
/** Writes to agents, who need not agree to it. */
const MAY_WRITE_TO_AGENTS = ['server/agents/links/send.ts', 'server/operations/setup-routes.ts'];
/** What speaks SMTP outwards. */
const MAY_POST = /^(server\/channels\/email\/|test\/)/;
const UNFINISHED = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'].join('|')})\\b`);
const ENVIRONMENT = new RegExp(['process', 'env'].join('\\.') + '\\b');

/** What is done where it must not be done, in words. */
export function brokenHabits(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => [
    ...environmentReads(source),
    ...openedSockets(source),
    ...sentAside(source),
    ...unfinished(source),
  ]);
}

function environmentReads({ path, text }: Source): string[] {
  if (MAY_READ_ENVIRONMENT.test(path) || !ENVIRONMENT.test(text)) return [];
  return [`${path} reads the environment: only server/config.ts does`];
}

/** Calls of `.listen(…)`, and servers made to listen by their constructor. */
function openedSockets(source: Source): string[] {
  if (source.path.startsWith('test/') || MAY_LISTEN.includes(source.path)) return [];
  const found: string[] = [];
  visit(source, (node) => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    if (node.expression.name.text === 'listen')
      found.push(`${source.path} opens a socket: ${node.getText().slice(0, 60)}`);
  });
  return found;
}

/** Messages that leave past delivery, which alone asks for the customer's consent. */
function sentAside(source: Source): string[] {
  const { path, text } = source;
  if (path.startsWith('test/')) return [];
  const found: string[] = [];
  if (!MAY_POST.test(path) && /from 'nodemailer/.test(text)) found.push(`${path} sends mail by itself`);
  if (path === MAY_SEND) return found;
  visit(source, (node) => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    const { name, expression } = node.expression;
    if (
      name.text === 'post' &&
      /channels?\b|email\b/i.test(expression.getText()) &&
      !MAY_WRITE_TO_AGENTS.includes(path) &&
      !MAY_MAIL_WHAT_WAS_ASKED.includes(path)
    )
      found.push(`${path} writes past ${MAY_SEND}: ${node.getText().slice(0, 60)}`);
    if (name.text === 'send' && /channels?(\b|\.get)/i.test(expression.getText()))
      found.push(`${path} sends past ${MAY_SEND}: ${node.getText().slice(0, 60)}`);
  });
  return found;
}

function unfinished({ path, text }: Source): string[] {
  return UNFINISHED.test(text) ? [`${path} holds a mark of unfinished work`] : [];
}
