import { Type, type Static } from 'typebox';
import { Locale } from '../../../knowledge-base/schema.ts';
import { closed, oneOf } from '../../http/shapes.ts';
import type { OwnTexts } from '../../messages/own.ts';
import type { OrderProps } from '../purchase/schema.ts';
import type { Site } from '../schema.ts';
import type { OwnRepairProps } from './repair-schema.ts';

/** What the pages of the customer's own requests are rendered from. */
export interface OwnFile {
  name: string;
  size: string;
  href: string;
  /** Shown as a picture. */
  picture: boolean;
}

export interface OwnMessage {
  n: number;
  who: 'customer' | 'agent' | 'assistant';
  name: string;
  /** ISO 8601, and in words. */
  at: string;
  when: string;
  /** Text with its addresses as links. */
  text: { text: string; href?: string }[];
  files: OwnFile[];
}

export interface OwnRequestProps {
  site: Site;
  texts: OwnTexts;
  /** This page's own address; the acts are below it. */
  path: string;
  title: string;
  /** Number, type and dates, in words. */
  facts: string[];
  state: 'work' | 'ask' | 'over';
  /** A sentence; empty where nothing is promised. */
  due: string;
  /** The stages that it has gone through, the first first; empty while it stands at the first. */
  course: { stage: string; when: string; told: string[] }[];
  /** The order that it is about, where they have proved that it is theirs. */
  order: OrderProps | undefined;
  /** The way to their repair; null where there is none. */
  repair: { href: string; label: string } | null;
  messages: OwnMessage[];
  /** Of requests that were merged into this one, each with what was written. */
  merged: { number: number; title: string; messages: OwnMessage[] }[];
  /** Address of the messages before these, and of the last ones. */
  earlier: string;
  latest: string;
  /** What has just been done, in words. */
  done: string;
  /** What went wrong, in words. */
  problem: string;
  reply: { id: string; text: string; error: string; files: string };
  /** `chosen`: the mark that its form shows; another one than the score was chosen, and is not given yet. */
  rating: { score: number; chosen: number; rated: string; error: string; comment: string };
  /** To the call that is booked, or where one can be; null while nobody is called back. */
  call: { href: string; label: string } | null;
}

export interface OwnFindProps {
  site: Site;
  texts: OwnTexts;
  email: string;
  number: string;
  error: string;
  problem: string;
}

export interface OwnCodeProps {
  site: Site;
  texts: OwnTexts;
  lead: string;
  /** Who asked for which address: sealed, since it stands in the page's address. */
  asked: string;
  error: string;
}

export interface OwnListProps {
  site: Site;
  texts: OwnTexts;
  lead: string;
  notice: string;
  items: { href: string; title: string; facts: string[]; state: 'work' | 'ask' | 'over' }[];
  /** What was ordered with the address. */
  orders: { title: string; items: OrderProps[] };
}

export interface OwnPages {
  'own-request': OwnRequestProps;
  'own-find': OwnFindProps;
  'own-code': OwnCodeProps;
  'own-list': OwnListProps;
  'own-repair': OwnRepairProps;
}

const open = { additionalProperties: true };
const Token = Type.String({ maxLength: 200 });
const Asked = Type.String({ maxLength: 2000 });

export const TokenParams = Type.Object({ locale: Locale, token: Token }, closed);
export const OwnFileParams = Type.Object(
  {
    locale: Locale,
    token: Token,
    n: Type.Integer({ minimum: 1, maximum: 10_000_000 }),
    i: Type.Integer({ minimum: 0, maximum: 10_000 }),
  },
  closed,
);
/** `of`: the number of a request that was merged into this one. */
export const OwnFileQuery = Type.Object({ of: Type.Optional(Type.Integer({ minimum: 1 })) }, open);
export const RequestQuery = Type.Object(
  {
    done: Type.Optional(Type.String({ maxLength: 20 })),
    /** A mark that was chosen in a mail, and is not given yet. What is none is as if nothing stood there. */
    score: Type.Optional(Type.String({ maxLength: 20 })),
    before: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000_000 })),
  },
  open,
);

/** Of the page's forms. What is too long is told beside what was written. */
export const ReplyBody = Type.Object(
  {
    id: Type.String({ pattern: '^[A-Za-z0-9_-]{16,64}$' }),
    text: Type.Optional(Type.String({ maxLength: 100_000 })),
  },
  closed,
);
export type ReplyBody = Static<typeof ReplyBody>;
export const RateBody = Type.Object(
  { score: Type.Optional(oneOf('1', '2', '3', '4', '5')), comment: Type.Optional(Type.String({ maxLength: 100_000 })) },
  closed,
);
export const NoBody = Type.Object({}, closed);
export const FindBody = Type.Object(
  { email: Type.Optional(Type.String({ maxLength: 1000 })), number: Type.Optional(Type.String({ maxLength: 100 })) },
  closed,
);
export const FindQuery = Type.Object({ number: Type.Optional(Type.String({ maxLength: 100 })) }, open);
export const CodeQuery = Type.Object({ asked: Type.Optional(Asked) }, open);
export const CodeBody = Type.Object({ asked: Asked, code: Type.Optional(Type.String({ maxLength: 100 })) }, closed);
