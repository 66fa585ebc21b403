import type { Page } from 'playwright-core';
import { tabOf, type Screen } from './screen.ts';

// The baseline: a page without any program that shows the very same. Its HTML and styles are those of the inbox at that
// moment; a key puts the next ticket's finished HTML where the last one's was.

/** The whole page as it is now, without scripts. */
export async function snapshot(screen: Screen): Promise<string> {
  return await screen.page.evaluate<string>(`(() => {
    const page = document.documentElement.cloneNode(true);
    for (const script of page.querySelectorAll('script, link[rel=modulepreload], link[rel=manifest]')) script.remove();
    return '<!doctype html>' + page.outerHTML;
  })()`);
}

/** The pane of a ticket as it is now. */
export const paneOf = (screen: Screen): Promise<string> => screen.page.evaluate<string>(`document.querySelector('main').innerHTML`);

/** Shows finished HTML in a tab of its own; the caller closes it. */
export async function openBare({ context, url }: Screen, html: string): Promise<Screen & { loadedMs: number }> {
  const tab = await tabOf(context, url);
  await tab.page.route('**/inbox/bare', (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await tab.page.goto(`${url}/inbox/bare`, { waitUntil: 'commit' });
  return { ...tab, loadedMs: await tab.page.evaluate<number>(`bench.loaded('rows')`) };
}

/** From then on J puts in one pane after the other, in a circle. */
export async function swapOnKey(page: Page, panes: string[]): Promise<void> {
  await page.evaluate(`(() => {
    const panes = ${JSON.stringify(panes)};
    let at = 0;
    addEventListener('keydown', () => {
      document.querySelector('main').innerHTML = panes[at++ % panes.length];
      const log = document.querySelector('main [role=log]');
      log.scrollTop = log.scrollHeight;
    });
  })()`);
}
