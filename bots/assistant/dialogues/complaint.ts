import type { BaseField } from './state.ts';

/** What a complaint needs, in the order in which it is asked: first what the customer wants to tell. */
export const COMPLAINT_FIELDS: readonly BaseField[] = ['happened', 'order', 'product', 'wish'];
export const COMPLAINT_WISHES = ['refund', 'replacement', 'repair'] as const;
