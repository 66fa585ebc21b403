import type { Component } from 'svelte';

/** One entry of a Picker. */
export interface Choice {
  value: string;
  label: string;
  hint?: string;
  icon?: Component<{ size?: number | string }>;
}
