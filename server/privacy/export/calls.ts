import { html, type Markup } from '../../http/html.ts';
import { table } from './parts.ts';
import type { Export } from './schema.ts';
import type { Words } from './words.ts';

/** When was called, and by whom; nothing where nobody has. */
export function callsSection(calls: Export['calls'], { t, time }: Words): Markup | undefined {
  if (calls.length === 0) return undefined;
  const words = t.calls;
  const heads = [words.when, words.number, words.outcome].map((word) => html`<th scope="col">${word}</th>`);
  const rows = calls.map(
    ({ at, number = '', direction, answered }) =>
      html`<tr>
        <td>${time(at)}</td>
        <td>${number}</td>
        <td class="long">${words[direction]}, ${answered ? words.answered : words.missed}</td>
      </tr>`,
  );
  return html`<section>
    <h2>${words.title}</h2>
    ${table(heads, rows)}
  </section>`;
}
