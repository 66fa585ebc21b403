/** What is said of a shop in words. */
interface Said {
  name: string;
  address: string;
  returnAddress: string;
  email: string;
  phone: string;
  website: string;
  returnDays: number | null;
  warrantyMonths: number | null;
}

/** The names by which texts call them, as people write them. */
export const SHOP_VARIABLES = [
  ...['shop.name', 'shop.address', 'shop.returnAddress', 'shop.email', 'shop.phone', 'shop.website'],
  ...['shop.returnDays', 'shop.warrantyMonths'],
];

/** The facts as articles, saved replies, signatures and answers name them: `{{shop.name}}`; a fact that nobody has said has no value. */
export function shopValues(facts: Said): Record<string, string> {
  const number = (value: number | null): string => (value === null ? '' : String(value));
  return {
    'shop.name': facts.name,
    'shop.address': facts.address,
    'shop.returnaddress': facts.returnAddress || facts.address,
    'shop.email': facts.email,
    'shop.phone': facts.phone,
    'shop.website': facts.website,
    'shop.returndays': number(facts.returnDays),
    'shop.warrantymonths': number(facts.warrantyMonths),
  };
}
