import { nameOf } from './find.ts';
import type { CustomerDoc } from './model.ts';
import type { Person } from './person.ts';
import type { CustomerView } from './schema.ts';

/** A customer as they leave the house, all records of the person together. */
export function presentCustomer({ primary, records }: Person): CustomerView {
  const damaged = [...new Set(records.flatMap((record) => record.damaged ?? []))];
  return {
    id: String(primary._id),
    name: primary.name || records.find(({ name }) => name)?.name || '',
    language: primary.language,
    identities: records.flatMap(identitiesOf),
    notes: primary.notes ?? '',
    class: primary.class ?? 'standard',
    createdAt: new Date(Math.min(...records.map(({ createdAt }) => createdAt.getTime()))).toISOString(),
    blocked: records.some(({ blocked }) => blocked),
    merged: records.slice(1).map((record) => ({
      id: String(record._id),
      name: nameOf(record),
      notes: record.notes ?? '',
      since: (record.mergedAt ?? record.createdAt).toISOString(),
    })),
    ...(damaged.length > 0 ? { damaged: damaged.map((name) => (name === 'values' ? 'identities' : name)) } : {}),
  };
}

const identitiesOf = ({ identities, values }: CustomerDoc): CustomerView['identities'] =>
  identities.map(({ kind, hash, verified }) => ({ id: hash, kind, value: values?.[hash] ?? '', verified }));
