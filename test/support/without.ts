import type { Context } from '../../server/context.ts';

/** A process that ends when it asks for a model. */
export function without(context: Context, model: string): Context {
  const models = new Proxy(context.db.models, {
    get(all, name) {
      if (name === model) throw new Error('the process ends');
      return all[String(name)];
    },
  });
  const collection = (name: string) => {
    if (name === `${model.toLowerCase()}s`) throw new Error('the process ends');
    return context.db.collection(name);
  };
  const db = new Proxy(context.db, {
    get: (all, name) => (name === 'models' ? models : name === 'collection' ? collection : Reflect.get(all, name, all)),
  });
  return { ...context, db };
}
