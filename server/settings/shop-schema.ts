import { Type, type Static } from 'typebox';
import { closed, nullable, oneOf } from '../http/shapes.ts';

/** Colours as `#rrggbb`, made from the shop's so that text in them can be read. */
const Shades = Type.Object(
  {
    accent: Type.String(),
    accentStrong: Type.String(),
    accentSoft: Type.String(),
    accentLine: Type.String(),
    onAccent: Type.String(),
  },
  closed,
);

const Colour = Type.String({ pattern: '^#[0-9a-fA-F]{6}$' });
const Line = Type.String({ maxLength: 200 });
const Lines = Type.String({ maxLength: 1000 });

const facts = {
  name: Type.String({ maxLength: 100 }),
  /** As whom mails go out that no person writes; the shop's name when empty. */
  senderName: Type.String({ maxLength: 100 }),
  colour: nullable(Colour),
  address: Lines,
  returnAddress: Lines,
  email: Type.String({ maxLength: 320, pattern: '^$|^[^\\s@]+@[^\\s@]+$' }),
  phone: Type.String({ maxLength: 60 }),
  website: Type.String({ maxLength: 300, pattern: '^$|^https?://[^\\s]+$' }),
  /** In which the help site is offered; who asks for another one gets the first. */
  languages: Type.Array(oneOf('en', 'es', 'ro', 'pl', 'ru'), { minItems: 1, maxItems: 5, uniqueItems: true }),
  /** IANA name: in which zone the shop's days begin and end. */
  timeZone: Type.String({ maxLength: 60 }),
  /** Days after delivery within which things may be sent back. */
  returnDays: nullable(Type.Integer({ minimum: 0, maximum: 3650 })),
  warrantyMonths: nullable(Type.Integer({ minimum: 0, maximum: 600 })),
};

export const ShopView = Type.Object(
  {
    ...facts,
    /** Path of the picture; null when there is none. */
    logo: nullable(Line),
    /** What the colour is shown as, light and dark; null while there is none. */
    theme: nullable(Type.Object({ light: Shades, dark: Shades }, closed)),
  },
  closed,
);
export type ShopView = Static<typeof ShopView>;

/** Any of the facts; what is not named stays. */
export const ShopBody = Type.Partial(
  Type.Object(
    {
      ...facts,
      /** `data:image/png;base64,…` (PNG, JPEG or WebP, 300 kB at most); null takes it away. */
      logo: nullable(
        Type.String({ maxLength: 420_000, pattern: '^data:image/(png|jpeg|webp);base64,[A-Za-z0-9+/=]+$' }),
      ),
    },
    closed,
  ),
  closed,
);
export type ShopBody = Static<typeof ShopBody>;
