import type { Browser, Locator, Page } from 'playwright-core';
import type { Role } from '../../server/agents/model.ts';
import { buildAll } from '../../web/build.ts';
import { buildTestApp, type TestAgent, type TestApp } from './app.ts';
import { launchBrowser } from './browser.ts';
import { installScriptChannel, type ScriptChannel } from './script-channel.ts';
import { numberOf } from './ticket-number.ts';

/** A desk with agents in real browsers, and mail whose outside world is a script. */
export interface Desk {
  app: TestApp;
  mail: ScriptChannel;
  url: string;
  /** Errors that were thrown in the pages, and what their policy refused. */
  problems: string[];
  /** A mail of somebody new, or of somebody known by the same name; answers the ticket's number. */
  bring(name: string, more?: object): Promise<number>;
  /** An agent, signed in on a screen of their own; by another address, or with a browser that installs the desk. */
  enter(name: string, role?: Role, way?: Way): Promise<Colleague>;
  close(): Promise<void>;
}

export interface Way {
  url?: string;
  installs?: boolean;
  /** Seconds in which an e-mail can be taken back; in tests it leaves at once. */
  undoSeconds?: number;
}

export interface Colleague {
  page: Page;
  agent: TestAgent;
  /** Opens a ticket by its address. */
  open(number: number, view?: string): Promise<void>;
  /** The composer's field. */
  box(mode?: 'Reply' | 'Note'): Locator;
  /** Empties it, as people do: an editor keeps its own selection, which `fill('')` would not know of. */
  clear(): Promise<void>;
  thread: Locator;
}

/** @param env further environment */
export async function openDesk(env: Record<string, string> = {}): Promise<Desk> {
  await buildAll({ only: ['inbox'] });
  const app = await buildTestApp({ env });
  const mail = installScriptChannel(app);
  const url = await app.listen();
  const browser = await launchBrowser();
  const problems: string[] = [];
  return {
    app,
    mail,
    url,
    problems,
    async bring(name, more = {}) {
      const value = `${name.split(' ')[0]?.toLowerCase()}@people.example`;
      const from = { kind: 'email' as const, value, name, verified: false };
      const brought = await mail.bring({ from, threadKeys: [value], language: 'en', ...more });
      const { ticket } = await brought.done;
      return await numberOf(app, ticket);
    },
    enter: (name, role, way) => enter({ app, url, browser, problems, ...way }, name, role),
    async close() {
      await browser.close();
      await app.close();
    },
  };
}

async function enter(
  {
    app,
    url,
    browser,
    problems,
    installs,
    undoSeconds = 0,
  }: Pick<Desk, 'app' | 'url' | 'problems'> & Way & { browser: Browser },
  name: string,
  role: Role = 'agent',
): Promise<Colleague> {
  const { agent, cookie } = await app.signIn(role, { name, email: `${name.split(' ')[0]}@desk.test` });
  const payload = { settings: { undoSeconds } };
  await app.inject({ method: 'PUT', url: '/api/v1/agents/me', headers: { cookie }, payload });
  // Each browser would fetch the whole desk once more to keep it.
  const serviceWorkers = installs ? 'allow' : 'block';
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en', serviceWorkers });
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (line) => /Content Security Policy/.test(line.text()) && problems.push(line.text()));
  await page.goto(`${url}/inbox/`);
  await page.getByLabel('E-mail address').fill(agent.email);
  await page.getByLabel('Password', { exact: true }).fill(agent.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Views' }).waitFor();
  const box = (mode = 'Reply') => page.getByRole('textbox', { name: mode, exact: true });
  return {
    page,
    agent,
    box,
    thread: page.locator('#thread'),
    async clear() {
      await box().click();
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Delete');
    },
    async open(number, view = 'all') {
      await page.goto(`${url}/inbox/${view}/${number}`);
      await page.locator('#thread article').first().waitFor();
      await page.locator('.composer .editor').waitFor();
    },
  };
}
