import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import type { IntakeDoc, Processed } from './model.ts';
import { processItem } from './process.ts';

/** Tries a quarantined or ignored item again; what became a ticket stays as it is. */
export async function replay(context: Context, doc: IntakeDoc): Promise<Processed> {
  if (doc.outcome === 'erased') return fail('erased');
  if (doc.outcome === 'ticket' || doc.outcome === 'merged' || doc.outcome === 'duplicate')
    return fail('illegal-step', 'This item has its outcome already.');
  return await processItem(context, { ...doc, attempts: 0 });
}
