import type { Context } from '../../context.ts';
import type { DefinedModel } from '../../model.ts';
import { opened, type Opened } from '../../vault/sealed.ts';

/** A field, a file or a raw item that could not be read: its bytes were changed where they are stored. */
export interface Damage {
  /** Model or bucket. */
  where: string;
  id: string;
  fields: string[];
}

/** Opens a document; what is damaged is left out and told to `damages`. */
export function openTelling<T extends { _id: unknown }>(
  context: Context,
  model: DefinedModel<T>,
  document: T,
  damages: Damage[],
): T {
  const result: T & Opened = opened(context, model, document);
  if (result.damaged) damages.push({ where: model.modelName, id: String(document._id), fields: result.damaged });
  delete result.damaged;
  return result;
}
