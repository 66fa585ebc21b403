import { Tickets } from '../../server/tickets/model.ts';
import type { TestApp } from './app.ts';

/** The number of the ticket with this hex id. */
export async function numberOf(app: TestApp, id: string | null): Promise<number> {
  return (await Tickets(app.context).findById(id).lean().orFail()).number;
}
