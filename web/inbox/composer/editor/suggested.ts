import type { Component } from 'svelte';
import type { Content } from '../../state/draft.svelte.ts';

/** One entry of a list that opens behind `/` or `@`. */
export interface Suggested {
  key: string;
  label: string;
  hint?: string;
  icon?: Component<{ size?: number | string }>;
  /** The whole of it, shown beside the list. */
  preview?: string;
  /** What it does besides, in words. */
  does?: string;
  /** What takes the place of what was typed. */
  content?: Content;
  /** What else picking it does. */
  picked?: () => void;
}
