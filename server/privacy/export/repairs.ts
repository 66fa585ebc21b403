import { html, type Markup } from '../../http/html.ts';
import { repairTexts } from '../../messages/repairs.ts';
import type { RepairDetails, RepairResult } from '../../repairs/model.ts';
import { definitions } from './parts.ts';
import type { Export } from './schema.ts';
import type { Words } from './words.ts';

type Repair = Export['repairs'][number] & Partial<RepairDetails> & { result?: RepairResult };

/** What was repaired for the customer, or was to be; nothing where there was nothing. */
export function repairsSection(repairs: Repair[], words: Words): Markup | undefined {
  if (repairs.length === 0) return undefined;
  return html`<section>
    <h2>${words.t.repairs.title}</h2>
    ${repairs.map((repair) => repairPart(repair, words))}
  </section>`;
}

function repairPart(
  { state, from, createdAt, work = '', price, currency, where, result }: Repair,
  words: Words,
): Markup {
  const { repairs: t } = words.t;
  const states: Record<string, string> = repairTexts[words.locale].page.states;
  const address = [where?.address, where?.postcode, where?.place].filter(Boolean).join(', ');
  const parts = (result?.parts ?? []).map(({ name, quantity }) => `${quantity} × ${name}`).join(', ');
  return html`<h3>${from ? words.time(from) : words.date(createdAt)}</h3>
    ${definitions([
      [t.state, states[state === 'moved' ? 'booked' : state] ?? state],
      [t.work, work],
      [t.price, price == null ? '' : `${price.toLocaleString(words.locale)} ${currency ?? ''}`],
      [t.where, address],
      [t.result, result?.text ?? ''],
      [t.parts, parts],
    ])}`;
}
