import { Types } from 'mongoose';
import type { Principal } from '../access/policies.ts';
import type { Context } from '../context.ts';
import { AuditLog, type AuditDoc } from './model.ts';
import type { AuditAct } from './acts.ts';

export type AuditEntry = Pick<AuditDoc, 'about' | 'changed' | 'role'>;

/** Who asked, or `system` for the command line and the house itself. */
export type AuditBy = Principal | { kind: 'agent'; id: string } | 'system';

/** Writes down who did what. */
export async function audit(context: Context, by: AuditBy, act: AuditAct, entry: AuditEntry = {}): Promise<void> {
  await AuditLog(context).create({
    _id: new Types.ObjectId(),
    at: context.clock.now(),
    act,
    by: actorOf(by),
    ...entry,
  });
}

function actorOf(by: AuditBy): AuditDoc['by'] {
  if (by === 'system' || (by.kind !== 'agent' && by.kind !== 'token')) return { kind: 'system' };
  return { kind: by.kind, id: by.id };
}
