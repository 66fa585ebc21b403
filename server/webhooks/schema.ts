import { Type, type Static } from 'typebox';
import { closed, Id, nullable, oneOf, Time } from '../http/shapes.ts';
import { EVENT_TYPES } from './model.ts';

export const EventName = oneOf(...EVENT_TYPES);

const Url = Type.String({ minLength: 8, maxLength: 2000 });
const Events = Type.Array(EventName, { minItems: 1, maxItems: EVENT_TYPES.length, uniqueItems: true });

export const WebhookView = Type.Object(
  {
    id: Id,
    url: Type.String(),
    events: Type.Array(EventName),
    active: Type.Boolean(),
    createdAt: Time,
    /** Since when every call has failed. */
    failingSince: nullable(Time),
    /** When it was switched off after five days of failures, or because it answered 410. */
    disabledAt: nullable(Time),
  },
  closed,
);
export type WebhookView = Static<typeof WebhookView>;

/** With the secret: shown when it is made, and never again. */
export const NewWebhookView = Type.Object({ ...WebhookView.properties, secret: Type.String() }, closed);
export const WebhookList = Type.Object({ items: Type.Array(WebhookView), next: Type.Null() }, closed);

export const WebhookBody = Type.Object({ url: Url, events: Events }, closed);
export const WebhookChange = Type.Object(
  { url: Type.Optional(Url), events: Type.Optional(Events), active: Type.Optional(Type.Boolean()) },
  closed,
);
export const WebhookParams = Type.Object({ id: Id }, closed);
export const CallParams = Type.Object({ id: Id, call: Id }, closed);

export const CallView = Type.Object(
  {
    id: Id,
    /** The event's id, as the receiver gets it in `webhook-id`. */
    event: Type.String(),
    type: Type.String(),
    at: Time,
    state: oneOf('pending', 'sent', 'failed'),
    attempts: Type.Integer(),
    /** When it goes (again), while it is pending. */
    dueAt: nullable(Time),
    results: Type.Array(
      Type.Object(
        {
          at: Time,
          ms: Type.Integer(),
          /** HTTP status; null when there was no answer. */
          status: nullable(Type.Integer()),
          reason: nullable(
            oneOf('bad-address', 'private-address', 'unresolved', 'redirect', 'slow', 'large', 'network'),
          ),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type CallView = Static<typeof CallView>;
export const CallList = Type.Object({ items: Type.Array(CallView), next: nullable(Type.String()) }, closed);
export const CallQuery = Type.Object(
  {
    after: Type.Optional(Id),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  },
  closed,
);
