import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** The rules of WCAG 2.2 AA and axe’s own best practice; what axe calls experimental is off, as it is by itself, but for one. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const RULES = {
  runOnly: { type: 'tag', values: TAGS },
  // Whoever speaks to the machine says what is seen: it must be part of the name.
  rules: { 'label-content-name-mismatch': { enabled: true } },
};
/** What may be right in light and wrong in dark. */
export const COLOURS = { runOnly: { type: 'rule', values: ['color-contrast'] } };

/** What moves or fades is where it will be, in shadow trees too. */
const END_MOTION = `[document, ...[...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? [])]
  .flatMap((root) => root.getAnimations())
  .forEach((one) => { try { one.finish() } catch { one.cancel() } })`;

/** What axe finds below an element (an expression of the page; the document without): rule, and where. */
export async function violations(page: Page, only: object = RULES, where = 'document'): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe);
  await page.evaluate(END_MOTION);
  const found = await page.evaluate<{ id: string; nodes: { target: string[]; failureSummary: string }[] }[]>(
    `window.axe.run(${where}, ${JSON.stringify({ resultTypes: ['violations'], ...only })}).then((all) => all.violations)`,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} (${failureSummary.replace(/\s+/g, ' ')})`),
  );
}
