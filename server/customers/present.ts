import type { CustomerDoc } from './model.ts';
import type { CustomerView } from './schema.ts';

/** A customer as it leaves the house; an erased one has no name and no values. */
export function presentCustomer(customer: CustomerDoc): CustomerView {
  return {
    id: String(customer._id),
    name: customer.name ?? '',
    language: customer.language,
    identities: customer.identities.map(({ kind, hash, verified }) => ({
      kind,
      value: customer.values?.[hash] ?? '',
      verified,
    })),
    notes: customer.notes ?? '',
    createdAt: customer.createdAt.toISOString(),
    blocked: customer.blocked,
    ...(customer.damaged ? { damaged: customer.damaged.map((name) => (name === 'values' ? 'identities' : name)) } : {}),
  };
}
