import type { InboxTexts } from '../../../server/messages/inbox/en.ts';

export interface FieldRow {
  name: string;
  label: string;
  value: string;
  /** Where the value is the address of a page. */
  href?: string;
}

/** Their values are names for machines, offered by the assistant or the request form, or else the customer's words. */
const CHOICES = ['wish', 'outcome', 'condition', 'reason'];

/** What was asked of the customer, as the agent reads it; the page that it came from stands last. */
export function fieldRows(fields: Readonly<Record<string, string>>, t: InboxTexts): FieldRow[] {
  const labels: Record<string, string> = t.field;
  const choices: Record<string, string> = t.choice;
  const rows = Object.entries(fields).map(([name, value]) => {
    const url = name === 'page' && URL.canParse(value) ? new URL(value) : undefined;
    return {
      name,
      label: labels[name] ?? name,
      value: url ? url.host + url.pathname : CHOICES.includes(name) ? (choices[value] ?? value) : value,
      ...(url && /^https?:$/.test(url.protocol) ? { href: value } : {}),
    };
  });
  return rows.sort((a, b) => Number(a.name === 'page') - Number(b.name === 'page'));
}
