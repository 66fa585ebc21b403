import type { Context } from '../../context.ts';
import { sealingOf } from '../../declare.ts';
import type { DefinedModel } from '../../model.ts';
import { opened } from '../../vault/sealed.ts';

/** A field, a file or a raw item that could not be read: its bytes were changed where they are stored. */
export interface Damage {
  /** Collection or bucket. */
  where: string;
  id: string;
  fields: string[];
}

/**
 * Opens a document field by field, so that one damaged field costs that field only; what could not be read is left
 * out and told to `damages`.
 */
export function openLenient<T extends { _id: unknown }>(
  context: Context,
  model: DefinedModel<T>,
  document: T,
  damages: Damage[],
): T {
  const { owner = '', fields = [] } = sealingOf(model.schema as never) ?? {};
  const { _id } = document;
  const values = document as Record<string, unknown>;
  const broken: string[] = [];
  for (const field of fields) {
    if (values[field] === undefined) continue;
    const one = { _id, ...(owner === 'self' ? {} : { [owner]: values[owner] }), [field]: values[field] };
    try {
      values[field] = (opened(context, model, one) as Record<string, unknown>)[field];
    } catch {
      delete values[field];
      broken.push(field);
    }
  }
  if (broken.length > 0) damages.push({ where: model.modelName, id: String(_id), fields: broken });
  return document;
}
