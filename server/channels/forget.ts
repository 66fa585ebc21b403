import type { Context } from '../context.ts';

/** Reaction: a customer was erased; what channels have of them in memory, open sockets say, goes. */
export function forgetVisitor(context: Context, customer: string): void {
  for (const channel of context.channels.values()) channel.forget?.(customer);
}
