import type { ShopBody, ShopView } from '../../../../server/settings/shop-schema.ts';

/** The form: texts as they stand in fields; numbers empty where nobody has said one. */
export type Wish = Omit<ShopView, 'logo' | 'theme' | 'returnDays' | 'warrantyMonths'> & {
  returnDays: number | null | undefined;
  warrantyMonths: number | null | undefined;
  /** A new logo as a data address, null: none any more, undefined: as it is. */
  picture: string | null | undefined;
};

export function wishOf({ logo: _logo, theme: _theme, ...facts }: ShopView): Wish {
  return { ...facts, languages: [...facts.languages], picture: undefined };
}

export function bodyOf({ picture, ...wish }: Wish): ShopBody {
  return {
    ...wish,
    name: wish.name.trim(),
    senderName: wish.senderName.trim(),
    email: wish.email.trim(),
    website: wish.website.trim(),
    returnDays: wish.returnDays ?? null,
    warrantyMonths: wish.warrantyMonths ?? null,
    ...(picture === undefined ? {} : { logo: picture }),
  };
}
