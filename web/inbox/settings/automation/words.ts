import type { AutomationView } from '../../../../server/automation/schema.ts';
import type { InboxTexts } from '../../../../server/messages/inbox/en.ts';
import type { SettingsTexts } from '../../../../server/messages/settings/en.ts';
import { fill } from '../../state/texts.svelte.ts';

/** What a rule over time waits for and does, in a line. */
export function automationInWords(
  { trigger, deeds }: AutomationView,
  inbox: InboxTexts,
  { automation: t }: SettingsTexts,
): string {
  const { on, status, amount, unit } = trigger;
  const when =
    on === 'time' && status && unit
      ? fill(t.rests, { status: inbox.status[status], amount: String(amount), unit: t.unit[unit] })
      : t.on[on];
  const did: Record<string, string> = t.did;
  return `${when} → ${Object.keys(deeds)
    .map((deed) => did[deed] ?? deed)
    .join(', ')}`;
}
