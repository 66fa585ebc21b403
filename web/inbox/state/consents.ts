import type { ConsentsView } from '../../../server/privacy/schema.ts';
import type { Api } from '../../shared/api.ts';

export type Purpose = ConsentsView['purposes'][number]['purpose'];

/** What a customer agreed to. */
export const readConsents = (api: Api, customer: string): Promise<ConsentsView> =>
  api.get<ConsentsView>(`/customers/${customer}/consents`);

/** Adds an entry to the history; answers what holds then. */
export const addConsent = (
  api: Api,
  customer: string,
  entry: { purpose: Purpose; given: boolean; note?: string },
): Promise<ConsentsView> => api.post<ConsentsView>(`/customers/${customer}/consents`, entry);
