import type { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { asBytes, binding } from '../vault/sealed.ts';
import { Views, type ViewContent, type ViewDoc } from './model.ts';

const boundTo = (id: Types.ObjectId): string => binding(Views.modelName, id, 'content');

export const sealContent = (context: Context, id: Types.ObjectId, content: ViewContent): Buffer =>
  context.vault.sealInstance(boundTo(id), JSON.stringify(content));

/** Undefined when the bytes were changed: such a view is left out. */
export function openContent(context: Context, { _id, content }: ViewDoc): ViewContent | undefined {
  try {
    const bytes = context.vault.openInstance(boundTo(_id), asBytes(content) ?? Buffer.alloc(0));
    return JSON.parse(bytes.toString('utf8')) as ViewContent;
  } catch (err) {
    context.log.error({ err, view: String(_id) }, 'a saved view is damaged');
    return undefined;
  }
}
