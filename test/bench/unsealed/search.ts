import type { TicketSearch } from '../../../server/tickets/search/react.ts';

/** A search that takes nothing in. */
export function startTicketSearch(): TicketSearch {
  const nothing = (): void => undefined;
  return {
    wake: nothing,
    stop: () => Promise.resolve(),
    onReceived: nothing,
    onSaved: nothing,
    onChanged: async () => undefined,
    onGone: () => Promise.resolve(),
    onTicket: nothing,
    onCustomer: () => Promise.resolve(),
  };
}
