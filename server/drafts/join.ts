import type { DraftContent } from './model.ts';

/** Two drafts as one: what was begun since stands below what comes back. */
export function joined(back: DraftContent, now: DraftContent): DraftContent {
  const html = back.html || now.html ? { html: `${htmlOf(back)}${htmlOf(now)}` } : {};
  return {
    ...back,
    text: `${back.text}\n\n${now.text}`.trim(),
    ...html,
    attachments: [...back.attachments, ...now.attachments],
  };
}

const htmlOf = ({ html, text }: DraftContent): string => html ?? text.split('\n').map(paragraph).join('');
const paragraph = (line: string): string =>
  `<p>${line.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;' })[c] ?? '&gt;')}</p>`;
