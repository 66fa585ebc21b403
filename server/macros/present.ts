import type { Principal } from '../access/policies.ts';
import { mayChange } from './find.ts';
import type { MacroDoc } from './model.ts';
import type { MacroView } from './schema.ts';

/** A macro as it leaves the house. */
export function presentMacro(macro: MacroDoc, principal: Principal): MacroView {
  return {
    id: String(macro._id),
    name: macro.name,
    shared: macro.shared,
    team: macro.team && String(macro.team),
    owner: macro.owner && String(macro.owner),
    texts: macro.texts,
    acts: macro.acts ?? null,
    changedAt: macro.changedAt.toISOString(),
    mayChange: mayChange(principal, macro),
  };
}
