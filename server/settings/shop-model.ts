import { Schema } from 'mongoose';
import { declarePlain } from '../declare.ts';
import { defineModel } from '../model.ts';
import type { Language } from '../tickets/envelopes.ts';

/** What is said of the shop wherever it speaks; empty where nobody has said it. */
export interface ShopFacts {
  name: string;
  /** As whom mails go out that no person writes; the shop's name when empty. */
  senderName: string;
  /** `#rrggbb`; null: the house's own. */
  colour: string | null;
  /** Of the logo's bytes, hex; null when there is none. */
  logo: string | null;
  address: string;
  returnAddress: string;
  email: string;
  phone: string;
  /** https address of the shop itself. */
  website: string;
  /** In which the site is offered; who asks for another one gets the first. */
  languages: Language[];
  returnDays: number | null;
  warrantyMonths: number | null;
}

export interface ShopDoc {
  _id: 'shop';
  v: number;
  facts: ShopFacts;
  /** Set while the samples have said how long things can be sent back. */
  demo?: boolean;
}

const facts = new Schema<ShopDoc>(
  { _id: String, v: Number, facts: Schema.Types.Mixed, demo: Boolean },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
declarePlain(facts, { 'said of the shop to everybody': ['_id', 'facts'] });
export const Shops = defineModel<ShopDoc>('Shop', 'shop', facts);

/** The logo that is shown; apart from the facts, which every page reads. */
export interface LogoDoc {
  _id: 'logo';
  /** Media type. */
  kind: string;
  bytes: Buffer;
}

const logo = new Schema<LogoDoc>(
  { _id: String, kind: String, bytes: Schema.Types.Mixed },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
declarePlain(logo, { 'a picture of ours, shown to everybody': ['_id', 'kind', 'bytes'] });
export const Logos = defineModel<LogoDoc>('Logo', 'shop-logo', logo);
