import { describe, expect, it } from 'vitest';
import { models } from '../server/store/register.ts';
import { areaOf, brokenArrows } from './architecture/arrows.ts';
import { overBudget } from './architecture/budgets.ts';
import { undeclared } from './architecture/declared.ts';
import { brokenHabits } from './architecture/habits.ts';
import { readSources } from './architecture/sources.ts';

const sources = readSources();

describe('the house as ARCHITECTURE describes it', () => {
  it('reads the tree', () => expect(sources.map(({ path }) => path)).toContain('server/config.ts'));
  it('has no import against the arrows', () => expect(brokenArrows(sources)).toEqual([]));
  it('keeps the budgets of lines', () => expect(overBudget(sources)).toEqual([]));
  it('reads the environment, opens sockets and ends its work where it should', () =>
    expect(brokenHabits(sources)).toEqual([]));
  it('says of every field that can hold words how it is kept', () => expect(models.flatMap(undeclared)).toEqual([]));
});

describe('the arrows', () => {
  it.each([
    ['server/main.ts', "import { buildApp } from './app.ts';", 0],
    ['server/app.ts', "import '../bots/assistant/answer.ts';", 0],
    ['server/tickets/reply.ts', "import { x } from '../customers/find.ts';", 0],
    ['server/tickets/reply.ts', "import { x } from '../http/problem.ts';", 0],
    ['server/tickets/reply.ts', "import { x } from '../channels/email/smtp.ts';", 1],
    ['server/tickets/reply.ts', "import { x } from '../realtime/hub.ts';", 1],
    ['server/tickets/reply.ts', "export { x } from '../routing/loop.ts';", 1],
    ['server/tickets/reply.ts', "const x = await import('../../knowledge-base/publish.ts');", 1],
    ['server/routing/loop.ts', "import { x } from '../realtime/hub.ts';", 1],
    ['server/channels/email/smtp.ts', "import { x } from '../webchat/socket.ts';", 1],
    ['server/channels/email/smtp.ts', "import { x } from '../../intake/record.ts';", 0],
    ['server/channels/email/smtp.ts', "import { x } from '../../intake/process.ts';", 1],
    ['server/vault/sealed.ts', "import { x } from '../tickets/model.ts';", 1],
    ['server/vault/sealed.ts', "import type { X } from '../tickets/model.ts';", 0],
    ['server/context.ts', "import { x } from './vault/vault.ts';", 1],
    ['server/context.ts', "import type { Vault } from './vault/vault.ts';", 0],
    ['server/store/register.ts', "import { x } from '../tickets/message-model.ts';", 0],
    ['server/store/register.ts', "import { x } from '../tickets/reply.ts';", 1],
    ['server/store/embedded/plan.ts', "import { fail } from '../../errors.ts';", 1],
    ['server/store/embedded/plan.ts', "import { x } from './commands/find.ts';", 0],
    ['server/http/static.ts', "import { x } from '../../web/stamp.ts';", 1],
    ['server/tickets/reply.ts', "import type { X } from '../../web/shared/api.ts';", 1],
    ['web/inbox/main.ts', "import { x } from '../../server/tickets/schema.ts';", 1],
    ['web/inbox/main.ts', "import type { X } from '../../server/tickets/schema.ts';", 0],
    ['web/inbox/main.ts', "import { type X } from '../../server/tickets/schema.ts';", 0],
    ['web/inbox/main.ts', "import type { X } from '../../server/tickets/model.ts';", 1],
    ['web/inbox/main.ts', "import { texts } from '../../server/messages/inbox.ts';", 0],
    ['web/inbox/main.ts', "import { x } from '../widget/app.ts';", 1],
    ['web/inbox/A.svelte', '<script lang="ts">import { x } from \'../../server/tickets/list.ts\';</script>', 1],
    ['web/inbox/main.ts', "import type { Language } from '../../server/tickets/envelopes.ts';", 0],
    ['server/agents/model.ts', "import { LANGUAGES } from '../tickets/envelopes.ts';", 0],
    ['server/agents/schema.ts', "import { Ref } from '../tickets/schema.ts';", 0],
    ['server/agents/add.ts', "import { Ref } from '../tickets/schema.ts';", 1],
    ['server/attachments/store.ts', "import type { X } from '../tickets/message-model.ts';", 0],
    ['server/attachments/store.ts', "import { X } from '../tickets/message-model.ts';", 1],
    ['server/unheard/of.ts', "import { x } from '../errors.ts';", 1],
  ])('%s: %s', (path, text, violations) => expect(brokenArrows([{ path, text }])).toHaveLength(violations));

  it.each([
    ['server/channels/delivery.ts', 'channels'],
    ['server/channels/email/smtp.ts', 'channels/email'],
    ['server/store/embedded/commands/find.ts', 'store/embedded'],
    ['server/loop.ts', 'kernel'],
    ['knowledge-base/search/analyse.ts', 'knowledge-base/search'],
    ['web/build.ts', 'web'],
  ])('%s belongs to %s', (path, area) => expect(areaOf(path)).toBe(area));
});

describe('the budgets', () => {
  const lines = (count: number, line = 'a();') => Array.from({ length: count }, () => line).join('\n');
  const few = Array.from({ length: 20 }, (_, n) => ({ path: `server/a/${n}.ts`, text: 'function f() {\n  a();\n}' }));
  it.each([
    ['server/a/long.ts', lines(300), 0],
    ['server/a/long.ts', lines(301), 1],
    ['server/messages/long.ts', lines(301), 0],
    ['web/inbox/Long.svelte', lines(201), 2],
    ['server/a/f.ts', `function f() {\n${lines(58)}\n}`, 0],
    ['server/a/f.ts', `function f() {\n${lines(59)}\n}`, 1],
    ['server/a/f.ts', `const f = async () => {\n${lines(59)}\n}`, 1],
    ['server/a/f.ts', `class A {\n  f() {\n${lines(59)}\n  }\n}`, 1],
    ['test/a/f.ts', `function f() {\n${lines(59)}\n}`, 0],
  ])('%s', (path, text, violations) => expect(overBudget([...few, { path, text }])).toHaveLength(violations));

  it('looks at nine of ten', () => {
    const many = few.map(({ path }, n) => ({ path, text: n < 17 ? 'x' : lines(151) }));
    expect(overBudget(many)).toEqual(['p90 of a file is 151 lines, 150 at most']);
  });
});

describe('the habits', () => {
  const environment = ['process', 'env'].join('.');
  it.each([
    ['server/config.ts', `const x = ${environment};`, 0],
    ['server/tickets/reply.ts', `const x = ${environment}.HOST;`, 1],
    ['web/help/server.ts', `const x = ${environment}['HOST'];`, 1],
    ['server/store/embedded/listen.ts', 'server.listen(path);', 0],
    ['server/channels/webchat/socket.ts', 'createServer().listen(0);', 1],
    ['server/tickets/reply.ts', `// ${'TO' + 'DO'}: later`, 1],
    ['server/tickets/reply.ts', 'const todo = 1;', 0],
    ['server/channels/deliver.ts', 'await channel.send(message);', 0],
    ['server/automation/remind.ts', 'await channel.send(message);', 1],
    ['server/automation/remind.ts', "await context.channels.get('email')?.send(message);", 1],
    ['server/http/file.ts', 'answer.send(bytes);', 0],
    ['server/agents/links/send.ts', 'await email.post(mail);', 0],
    ['server/reports/mail.ts', 'await email.post(mail);', 1],
    ['server/reports/routes.ts', "app.post('/api/v1/reports', run);", 0],
    ['server/reports/mail.ts', "import { createTransport } from 'nodemailer';", 1],
    ['server/channels/email/smtp.ts', "import SMTPConnection from 'nodemailer/lib/smtp-connection';", 0],
  ])('%s: %s', (path, text, violations) => expect(brokenHabits([{ path, text }])).toHaveLength(violations));
});
