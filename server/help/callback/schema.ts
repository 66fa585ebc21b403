import { Type, type Static } from 'typebox';
import { Locale } from '../../../knowledge-base/schema.ts';
import { closed } from '../../http/shapes.ts';
import type { CallbackTexts } from '../../messages/callback.ts';
import type { FieldProps, Site } from '../schema.ts';

/** Free slots of one day, in words. */
export interface SlotDay {
  label: string;
  slots: { at: string; label: string; chosen: boolean }[];
}

export interface CallbackProps {
  site: Site;
  texts: CallbackTexts;
  /** The form's id: the same form sent twice is one call. */
  id: string;
  days: SlotDay[];
  /** In which zone the times are, in words. */
  zone: string;
  /** Of the time; empty when it is right. */
  timeError: string;
  fields: FieldProps[];
  /** What went wrong with the whole. */
  problem: string;
  /** False: nobody is called back at the moment. */
  offered: boolean;
}

export interface OwnCallbackProps extends CallbackProps {
  /** Of the request's page; this one is below it. */
  path: string;
  title: string;
  /** When we will call; empty while no call is booked. */
  standing: string;
  done: string;
}

export interface CallbackPages {
  callback: CallbackProps;
  'own-callback': OwnCallbackProps;
}

const Text = Type.Optional(Type.String({ maxLength: 2000 }));
export const CallbackForm = Type.Object(
  {
    id: Type.String({ pattern: '^[\\w-]{10,40}$' }),
    at: Text,
    name: Text,
    phone: Text,
    email: Text,
    topic: Text,
    /** Filled in by machines only. */
    website: Text,
  },
  closed,
);
export type CallbackForm = Static<typeof CallbackForm>;

export const OwnCallbackForm = Type.Object({ at: Text, phone: Text }, closed);
export const CallbackDone = Type.Object(
  { done: Type.Optional(Type.String({ maxLength: 20 })) },
  { additionalProperties: true },
);
export const CallbackParams = Type.Object({ locale: Locale }, closed);
