import { importsOf, type Import, type Source } from './sources.ts';

/** Files at the top of server/ that all server code may import. */
const KERNEL = [
  'config',
  'config-checks',
  'config-mail',
  'context',
  'events',
  'errors',
  'model',
  'counter',
  'lease',
  'living',
  'loop',
  'together',
  'find-together',
  'turns',
  'declare',
];
/** Folders that all server code may import; they import no domain code themselves. */
const LEAVES = ['http', 'access', 'audit', 'vault', 'settings', 'messages', 'words'];

/** The words that adapters, articles and agents share with tickets: languages, types, envelopes; imports nothing. */
const VOCABULARY = 'server/tickets/envelopes.ts';
/** The ports that the context carries: their shape may be named anywhere. */
const PORTS = ['server/channels/channel.ts', 'knowledge-base/search/engine.ts'];

/** What several areas have in common. */
const ADAPTER = ['channels', 'intake/record.ts', 'customers', 'attachments', 'tickets'];
const AROUND_TICKETS = ['tickets', 'customers', 'agents', 'orders'];

/**
 * Area → what it may import besides itself, the kernel and the leaves: an area, or one file of it, `type` before it
 * when only types. `*` is everything.
 * Areas are folders; below channels/, store/, bots/, knowledge-base/ and web/ the sub-folders are areas of their own.
 */
export const ARROWS: Record<string, readonly string[]> = {
  main: ['app', 'agents', 'cli', 'demo', 'knowledge-base'],
  cli: ['*'],
  app: ['*'],
  'app-channels': ['*'],
  'app-customers': ['*'],
  'app-rules': ['*'],
  reactions: [
    ...['realtime', 'routing', 'sla', 'automation', 'returns', 'notifications', 'webhooks', 'drafts', 'satisfaction'],
    ...['tickets', 'channels', 'bots/assistant', 'agents', 'macros', 'views', 'knowledge-base'],
  ],
  kernel: [],
  ...Object.fromEntries(LEAVES.map((leaf) => [leaf, []])),
  store: ['store/embedded', 'store/migrations', 'model'],
  'store/migrations': [],
  'store/embedded': [],
  intake: ['tickets', 'attachments', 'channels', 'customers'],
  tickets: ['customers', 'agents', 'attachments', 'orders'],
  customers: [],
  drafts: [...AROUND_TICKETS, 'attachments'],
  macros: ['tickets', 'agents'],
  bulk: ['tickets'],
  views: AROUND_TICKETS,
  agents: [],
  attachments: ['type tickets/message-model.ts'],
  orders: ['customers'],
  calls: ['customers', 'agents'],
  operations: ['intake', 'tickets', 'agents', 'channels'],
  demo: ['tickets', 'customers', 'agents', 'routing', 'orders'],
  privacy: [
    'tickets',
    'customers',
    'orders',
    'calls',
    'callbacks',
    'attachments',
    'intake',
    'agents',
    'drafts',
    'repairs',
    'store/register.ts',
  ],
  channels: ['tickets', 'attachments', 'customers'],
  'channels/email': ADAPTER,
  'channels/webchat': ADAPTER,
  'bots/telegram': ADAPTER,
  'bots/teams': ADAPTER,
  help: ['callbacks', 'knowledge-base', 'intake', 'tickets', 'customers', 'orders', 'attachments', 'repairs'],
  ...Object.fromEntries(
    [
      'realtime',
      'routing',
      'sla',
      'automation',
      'returns',
      'repairs',
      'callbacks',
      'notifications',
      'webhooks',
      'reports',
      'satisfaction',
    ].map((area) => [area, AROUND_TICKETS]),
  ),
  'knowledge-base': ['knowledge-base/search'],
  'knowledge-base/search': [],
  'bots/assistant': ['knowledge-base', 'knowledge-base/search', 'tickets', 'orders'],
  'web/inbox': ['web/shared'],
  'web/widget': ['web/shared'],
  'web/help': ['web/shared'],
  'web/shared': [],
  web: [],
  bin: ['main', 'cli', 'web'],
};

/** Every import that no arrow allows, in words. */
export function brokenArrows(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => !path.startsWith('test/'))
    .flatMap((source) => importsOf(source).flatMap((item) => wrong(source.path, item)));
}

function wrong(path: string, item: Import): string[] {
  const [from, to] = [areaOf(path), areaOf(item.target)];
  const arrows = ARROWS[from];
  if (!arrows) return [`${path}: the area ${from} is in no arrow`];
  if (from === to || arrows.includes('*')) return [];
  const allowed = from.startsWith('web/') ? webMay(arrows, to, item) : serverMay(from, arrows, to, item, path);
  return allowed ? [] : [`${path} must not import ${item.target}${item.typeOnly ? ' (type)' : ''}`];
}

function serverMay(from: string, arrows: readonly string[], to: string, item: Import, path: string): boolean {
  if (from === 'store/embedded') return false;
  const named = [to, withoutTop(item.target)];
  if (arrows.some((arrow) => named.includes(arrow) || (item.typeOnly && named.includes(arrow.replace(/^type /, '')))))
    return true;
  if (item.target === VOCABULARY || (item.typeOnly && PORTS.includes(item.target))) return true;
  // A shape is made of shapes.
  if (isSchema(path) && isSchema(item.target)) return true;
  if (from === 'store' && /(^|-|\/)model\.ts$/.test(item.target)) return true;
  if (to === 'kernel') return true;
  if (LEAVES.includes(to)) return from !== 'kernel' || item.typeOnly;
  // Shapes only: a leaf or the context says what it carries, and runs nothing of it.
  return item.typeOnly && (from === 'kernel' || LEAVES.includes(from)) && !to.startsWith('web');
}

/** The browser gets shapes and texts, never code of the server. */
function webMay(arrows: readonly string[], to: string, item: Import): boolean {
  if (arrows.includes(to) || to === 'messages') return true;
  return item.typeOnly && (isSchema(item.target) || item.target === VOCABULARY);
}

const isSchema = (path: string): boolean => /[-/]schema\.ts$/.test(path);

/** The area of a file: a folder, `kernel`, or the name of a file at the top of server/. */
export function areaOf(path: string): string {
  const parts = withoutTop(path).split('/');
  const [first = '', second = ''] = parts;
  if (path.startsWith('server/')) {
    if (parts.length === 1) return KERNEL.includes(stem(first)) ? 'kernel' : stem(first);
    return ['channels', 'store'].includes(first) && parts.length > 2 ? `${first}/${second}` : first;
  }
  if (first === 'bots') return `bots/${second}`;
  if (first === 'knowledge-base') return second === 'search' ? 'knowledge-base/search' : first;
  if (first === 'web') return parts.length > 2 ? `web/${second}` : 'web';
  return first;
}

const withoutTop = (path: string): string => path.replace(/^server\//, '');
const stem = (file: string): string => file.replace(/\.\w+$/, '');
