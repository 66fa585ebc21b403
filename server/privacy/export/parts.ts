import { html, type Markup } from '../../http/html.ts';

/** Labels with their values; what is empty is left out. */
export function definitions(rows: readonly (readonly [label: string, value: string | Markup])[]): Markup {
  const said = rows.filter(([, value]) => value !== '');
  return html`<dl>
    ${said.map(
      ([label, value]) =>
        html`<dt>${label}</dt>
          <dd>${typeof value === 'string' ? html`<span class="said">${value}</span>` : value}</dd>`,
    )}
  </dl>`;
}

/** A table that scrolls within itself where it is too wide. */
export const table = (heads: Markup[], rows: Markup[]): Markup =>
  html`<div class="scroll" tabindex="0">
    <table>
      <thead>
        <tr>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
