import type { BaseField } from './state.ts';

/** What a return needs, in the order in which it is asked. */
export const RETURN_FIELDS: readonly BaseField[] = ['order', 'product', 'reason', 'condition', 'wish'];
export const RETURN_WISHES = ['refund', 'exchange'] as const;
export const CONDITIONS = ['unopened', 'opened', 'used', 'damaged'] as const;
