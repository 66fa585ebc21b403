import type { EditorState } from '@tiptap/pm/state';

/** What is typed behind a sign that opens a list: `/refund`, `@ana`. */
export interface Trigger {
  sign: '/' | '@';
  query: string;
  /** Places of the sign and of the end of the query. */
  from: number;
  to: number;
}

const PATTERN = /(?:^|[\s(])([/@])((?:[\p{L}\p{N}][\p{L}\p{N} ._'-]{0,30})?)$/u;

/** The trigger that the caret stands behind. */
export function triggerAt({ selection }: EditorState): Trigger | undefined {
  const { $from, empty } = selection;
  if (!empty || $from.parent.type.spec.code) return undefined;
  const before = $from.parent.textBetween(
    Math.max(0, $from.parentOffset - 40),
    $from.parentOffset,
    undefined,
    '\ufffc',
  );
  const [, sign, query = ''] = PATTERN.exec(before) ?? [];
  if (sign !== '/' && sign !== '@') return undefined;
  return { sign, query, from: $from.pos - query.length - 1, to: $from.pos };
}
