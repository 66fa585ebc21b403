import { fold } from '../../../server/words/fold.ts';
import { MAX_FIELD } from './notice.ts';
import type { Choice, Decision, Form } from './state.ts';

/** The products of a form's order as choices. */
export const productChoices = ({ items = [] }: Form): Choice[] | undefined =>
  items.length > 0 ? items.map(({ sku, name }) => ({ id: `product:${sku}`, label: name })) : undefined;

/** The product that is meant: by its number in the shop, or by words that stand in one name only; else the words. */
export function productIn({ items = [] }: Form, said: string): string | undefined {
  const words = fold(said).trim();
  if (words === '') return undefined;
  const named = items.filter(({ sku, name }) => sku === said || fold(name) === words);
  const like = items.filter(({ name }) => fold(name).includes(words) || words.includes(fold(name)));
  const [found] = named.length > 0 ? named : like.length === 1 ? like : [];
  return found?.name ?? said.slice(0, MAX_FIELD);
}

/** How many of the product, as far as there are so many. */
export function quantityIn({ items = [], fields }: Form, text: string): string | undefined {
  const most = items.find(({ name }) => name === fields.product)?.bought ?? 1;
  const count = Number(/\d{1,6}/.exec(text)?.[0] ?? 0);
  return count >= 1 && count <= most ? String(count) : undefined;
}

/** What of its order a form is about; undefined where nobody has proved it, or said it otherwise. */
export function purchaseOf({ fields, items = [] }: Form): Decision['purchase'] {
  const item = items.find(({ name }) => name === fields.product);
  if (!item || !fields.order) return undefined;
  const quantity = Number(fields.quantity);
  const few = Number.isInteger(quantity) && quantity >= 1 && quantity <= item.bought ? quantity : 1;
  return { order: fields.order, items: [{ sku: item.sku, quantity: few }] };
}
