import type { InboxTexts } from '../../../server/messages/inbox/en.ts';

/** A stage of a life cycle in the reader's language. */
export function stageText(type: string | undefined, stage: string | undefined, t: InboxTexts): string {
  const types: Record<string, Record<string, string>> = t.stage;
  return types[type ?? '']?.[stage ?? ''] ?? stage ?? '';
}
