import { presentUpload } from '../tickets/present.ts';
import type { DraftDoc } from './model.ts';
import type { DraftView } from './schema.ts';

/** A draft as its writer gets it; an ended one, or one of an erased customer, is empty. */
export function presentDraft(number: number, draft: DraftDoc): DraftView {
  const { attachments = [], text = '', ...more } = draft.content ?? {};
  return {
    ticket: number,
    mode: draft.mode,
    version: draft.version,
    text,
    ...more,
    attachments: attachments.map((file) => presentUpload(number, file)),
    updatedAt: draft.updatedAt.toISOString(),
  };
}
