import type { VisitorAttachment, VisitorMessage } from '../../../server/channels/webchat/schema.ts';

/** A message that is on its way, as the log shows it. */
export interface Draft {
  clientId: string;
  text: string;
  /** Milliseconds. */
  at: number;
  /** `stored`: the desk has it, and its place in the thread is still to come. */
  state: 'waiting' | 'sending' | 'stored' | 'failed';
  files: { name: string; size: number }[];
}

export type Entry =
  | { kind: 'day'; key: string; at: Date }
  | { kind: 'line'; key: string; line: 'handover' | 'joined'; name: string }
  | {
      kind: 'bubble';
      key: string;
      from: VisitorMessage['from'];
      name: string;
      text: string;
      at: Date;
      attachments: VisitorAttachment[];
      choices: { id: string; label: string }[];
      message?: VisitorMessage;
      draft?: Draft;
      /** First and last of a run by the same author. */
      first: boolean;
      last: boolean;
    };

const RUN_MS = 5 * 60_000;

/** What the log shows, in order: day lines, who joined, bubbles in runs, at the end what is on its way. */
export function entriesOf(messages: VisitorMessage[], drafts: Draft[]): Entry[] {
  const known = new Set(messages.map((m) => m.clientId));
  const entries: Entry[] = [];
  let day = '';
  let agent = '';
  const stepTo = (at: Date): void => {
    if (at.toDateString() === day) return;
    day = at.toDateString();
    entries.push({ kind: 'day', key: `day-${day}`, at });
  };
  for (const message of messages) {
    const at = new Date(message.at);
    stepTo(at);
    if (message.line) {
      entries.push({ kind: 'line', key: message.id, line: message.line, name: '' });
      continue;
    }
    if (message.from === 'agent' && message.name && message.name !== agent)
      entries.push({ kind: 'line', key: `join-${message.id}`, line: 'joined', name: (agent = message.name) });
    entries.push(bubble(message, at));
  }
  for (const draft of drafts) {
    if (known.has(draft.clientId)) continue;
    stepTo(new Date(draft.at));
    entries.push(draftBubble(draft));
  }
  return inRuns(entries);
}

const bubble = (message: VisitorMessage, at: Date): Entry => ({
  kind: 'bubble',
  // One's own keeps the key of its draft, so that the bubble stays the same element when it arrives.
  key: message.clientId ?? message.id,
  from: message.from,
  name: message.name,
  text: message.text,
  at,
  attachments: message.attachments,
  choices: message.choices ?? [],
  message,
  first: true,
  last: true,
});

const draftBubble = (draft: Draft): Entry => ({
  kind: 'bubble',
  key: draft.clientId,
  from: 'visitor',
  name: '',
  text: draft.text,
  at: new Date(draft.at),
  attachments: draft.files.map(({ name, size }) => ({ name, size, type: '', url: '' })),
  choices: [],
  draft,
  first: true,
  last: true,
});

function inRuns(entries: Entry[]): Entry[] {
  entries.forEach((entry, i) => {
    const before = entries[i - 1];
    if (entry.kind !== 'bubble' || before?.kind !== 'bubble') return;
    const together =
      before.from === entry.from && before.name === entry.name && entry.at.getTime() - before.at.getTime() < RUN_MS;
    if (together) before.last = entry.first = false;
  });
  return entries;
}
