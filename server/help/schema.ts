import type { BoughtProps } from './purchase/schema.ts';
import { Type, type Static } from 'typebox';
import { Locale } from '../../knowledge-base/schema.ts';
import { ConsentsIn } from '../customers/schema.ts';
import { closed, Id, nullable, oneOf, Time } from '../http/shapes.ts';
import type { HelpTexts } from '../messages/help.ts';
import type { Language, TicketType } from '../tickets/envelopes.ts';
import type { CallbackPages } from './callback/schema.ts';
import type { OwnPages } from './own/schema.ts';

/** What the pages of the help site are rendered from: data only, the same on server and in islands. */
export interface Link {
  href: string;
  label: string;
}

export interface Site {
  locale: Language;
  /** What the site is called. */
  name: string;
  shop: { name: string; address: string; email: string; phone: string; website: string; logo: string | null };
  /** Address of the style sheet with the shop's colours. */
  theme: string | null;
  texts: HelpTexts;
  languages: { locale: Language; label: string; href: string; current: boolean }[];
}

export interface ArticleLink {
  href: string;
  title: string;
  summary: string;
  /** Set when it is not in the page's language. */
  lang?: Language;
}

export interface Topic extends Link {
  key: string;
  description: string;
  /** How many articles, in words. */
  count: string;
  articles: ArticleLink[];
}

export interface HomeProps {
  site: Site;
  topics: Topic[];
  popular: ArticleLink[];
}

export interface AllProps {
  site: Site;
  topics: Topic[];
}

export interface CategoryProps {
  site: Site;
  topic: Topic;
  others: (Link & { key: string })[];
}

export interface ArticleProps {
  site: Site;
  crumbs: Link[];
  title: string;
  summary: string;
  /** Sanitised by knowledge-base/markdown.ts. */
  html: string;
  headings: { id: string; text: string; level: number }[];
  updated: string;
  /** Language of the text. */
  lang: Language;
  /** A sentence when the text is in another language than the page. */
  fallback: string;
  related: ArticleLink[];
  /** Where the answer to "was this helpful?" is posted. */
  helpful: string;
  thanked: boolean;
  request: string;
}

export interface SearchHitProps {
  href: string;
  title: string;
  topic: string;
  /** HTML-escaped with `<mark>`. */
  excerpt: string;
}
export interface SearchProps {
  site: Site;
  q: string;
  heading: string;
  hits: SearchHitProps[];
  topics: (Link & { key: string })[];
}

export interface FieldProps {
  name: string;
  kind: 'text' | 'email' | 'tel' | 'textarea' | 'select';
  label: string;
  hint: string;
  required: boolean;
  value: string;
  error: string;
  autocomplete: string;
  options: { value: string; label: string }[];
  /** Articles are suggested below it. */
  suggests?: boolean;
}
export interface RequestProps {
  site: Site;
  /** Undefined while it is not chosen. */
  type: TicketType | undefined;
  types: { type: TicketType; href: string; title: string; text: string }[];
  fields: FieldProps[];
  /** The form's id: the same form sent twice is one request. */
  id: string;
  article: { slug: string; title: string } | undefined;
  bought: BoughtProps | undefined;
  /** What else may be agreed to, purpose by purpose; ticked only where they ticked it before. */
  consents: { name: 'survey' | 'offers'; label: string; ticked: boolean }[];
  /** What is said of the field for files; the error names those that are to be chosen again. */
  files: { label: string; hint: string; error: string };
  /** Where customers ask to be called; null while nobody is called back. */
  call: Link | null;
  /** Heading of the summary of errors, or what went wrong with the whole; empty when nothing did. */
  problem: string;
}

export interface SentProps {
  site: Site;
  /** Undefined while the request is being processed. */
  number: number | undefined;
  /** The page on which it is followed; its address is empty while there is none. */
  follow: Link;
}
export interface MessageProps {
  site: Site;
  title: string;
  text: string;
  topics: (Link & { key: string })[];
}

export interface Pages extends OwnPages, CallbackPages {
  home: HomeProps;
  all: AllProps;
  category: CategoryProps;
  article: ArticleProps;
  search: SearchProps;
  request: RequestProps;
  sent: SentProps;
  message: MessageProps;
}
/** What web/help/server.ts exports. */
export type Render = <Name extends keyof Pages>(page: Name, props: Pages[Name]) => { head: string; body: string };

const Short = Type.String({ maxLength: 1000 });
const Long = Type.String({ maxLength: 20_000 });
const FormId = Type.String({ pattern: '^[A-Za-z0-9_-]{16,64}$' });

/** Own words of a form; which of them are asked for depends on its type (fields.ts). */
const own = {
  order: Type.Optional(Short),
  product: Type.Optional(Short),
  wish: Type.Optional(Short),
  items: Type.Optional(Long),
  reason: Type.Optional(Short),
  condition: Type.Optional(Short),
  outcome: Type.Optional(Short),
};

/** The plain form as browsers send it. Everything is checked again by request.ts, which keeps what was written. */
export const FormBody = Type.Object(
  {
    id: FormId,
    type: oneOf('complaint', 'return', 'inquiry'),
    article: Type.Optional(Short),
    name: Type.Optional(Short),
    email: Type.Optional(Short),
    subject: Type.Optional(Short),
    text: Type.Optional(Long),
    happened: Type.Optional(Long),
    notes: Type.Optional(Long),
    ...own,
    /** Secret part of the link of the page that they come from, and how many they picked of each product. */
    own: Type.Optional(Short),
    picks: Type.Optional(Type.Record(Type.String(), Type.String({ maxLength: 20 }))),
    /** Ticked boxes; browsers send no others. */
    survey: Type.Optional(Type.Literal('yes')),
    offers: Type.Optional(Type.Literal('yes')),
    /** A trap: people don't see it. */
    website: Type.Optional(Long),
  },
  closed,
);
export type FormBody = Static<typeof FormBody>;

/** `POST /api/v1/help/requests` */
export const RequestBody = Type.Object(
  {
    type: oneOf('complaint', 'return', 'inquiry'),
    subject: Type.String({ minLength: 1, maxLength: 300 }),
    text: Type.String({ minLength: 1, maxLength: 20_000 }),
    email: Type.String({ format: 'email', maxLength: 320 }),
    name: Type.Optional(Type.String({ maxLength: 200 })),
    locale: Type.Optional(Locale),
    consents: Type.Optional(ConsentsIn),
    ...own,
  },
  closed,
);
export type RequestBody = Static<typeof RequestBody>;
/** The ticket's number; null while it is being processed. */
export const RequestAnswer = Type.Object({ number: nullable(Type.Integer()) }, closed);

/** Searches that found nothing. */
export const GapList = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          id: Id,
          /** Its meaning words, folded. */
          query: Type.String(),
          count: Type.Integer(),
          lastAt: Time,
        },
        closed,
      ),
    ),
  },
  closed,
);
export type GapList = Static<typeof GapList>;

export const LocaleParams = Type.Object({ locale: Locale }, closed);
export const CategoryParams = Type.Object({ locale: Locale, category: Type.String({ maxLength: 120 }) }, closed);
export const SlugParams = Type.Object({ locale: Locale, slug: Type.String({ maxLength: 200 }) }, closed);
