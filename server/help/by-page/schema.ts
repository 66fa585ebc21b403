import { Type, type Static } from 'typebox';
import { Locale } from '../../../knowledge-base/schema.ts';
import { closed } from '../../http/shapes.ts';

/** Which articles the chat suggests on which pages of the shop's site: the first rule that fits a page counts. */
export const ByPageBody = Type.Object(
  {
    pages: Type.Array(
      Type.Object(
        {
          /** A path; `*` stands for anything. */
          pattern: Type.String({ minLength: 1, maxLength: 300, pattern: '^[/*]' }),
          /** Addresses (slugs) of published articles, in whichever language. */
          articles: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 5 }),
        },
        closed,
      ),
      { maxItems: 100 },
    ),
  },
  closed,
);
export type ByPageBody = Static<typeof ByPageBody>;

/** `page`: the path of the page that is asked from; `title`: what it is called. */
export const ByPageQuery = Type.Object(
  { locale: Locale, page: Type.String({ maxLength: 2000 }), title: Type.String({ maxLength: 300 }) },
  closed,
);
export const ByPageList = Type.Object(
  {
    items: Type.Array(
      Type.Object({ id: Type.String(), slug: Type.String(), locale: Locale, title: Type.String() }, closed),
    ),
  },
  closed,
);
export type ByPageItem = Static<typeof ByPageList>['items'][number];
