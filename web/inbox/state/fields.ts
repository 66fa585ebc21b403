import type { InboxTexts } from '../../../server/messages/inbox/en.ts';

export interface FieldRow {
  name: string;
  label: string;
  value: string;
  /** Where the value is the address of a page. */
  href?: string;
}

/** What is asked of each type of ticket, in the order in which it is shown (server/tickets/fields.ts). */
const BY_TYPE = {
  complaint: ['product', 'since', 'order', 'wish'],
  return: ['order', 'items', 'reason', 'condition', 'outcome'],
  inquiry: ['product', 'order'],
} as const;

/** Their values are names for machines, offered by the assistant or the request form, or else the customer's words. */
const CHOICES: Record<string, readonly string[]> = {
  wish: ['refund', 'replacement', 'repair', 'exchange', 'advice'],
  reason: ['changed-mind', 'wrong-item', 'damaged', 'faulty', 'other'],
  condition: ['unopened', 'opened', 'used', 'defective'],
  outcome: ['refund', 'exchange'],
};

export const fieldsOf = (type: keyof typeof BY_TYPE): readonly string[] => BY_TYPE[type];

/** The words of a field that is a choice; undefined where it is free text. */
export const choicesOf = (name: string): readonly string[] | undefined => CHOICES[name];

/** What was asked of the customer, as the agent reads it; the page that it came from stands last. */
export function fieldRows(fields: Readonly<Record<string, string>>, t: InboxTexts): FieldRow[] {
  const labels: Record<string, string> = t.field;
  const choices: Record<string, string> = t.choice;
  const rows = Object.entries(fields).map(([name, value]) => {
    const url = name === 'page' && URL.canParse(value) ? new URL(value) : undefined;
    return {
      name,
      label: labels[name] ?? name,
      value: url ? url.host + url.pathname : CHOICES[name] ? (choices[value] ?? value) : value,
      ...(url && /^https?:$/.test(url.protocol) ? { href: value } : {}),
    };
  });
  return rows.sort((a, b) => Number(a.name === 'page') - Number(b.name === 'page'));
}
