import { expect, it } from 'vitest';
import { COMPLAINT_WISHES } from '../../../bots/assistant/dialogues/complaint.ts';
import { CONDITIONS, RETURN_WISHES } from '../../../bots/assistant/dialogues/return.ts';
import { FORMS, optionsOf } from '../../../server/help/fields.ts';
import { helpTexts } from '../../../server/messages/help.ts';
import { en } from '../../../server/messages/inbox/en.ts';
import { ru } from '../../../server/messages/inbox/ru.ts';
import { fieldRows } from '../../../web/inbox/state/fields.ts';

it('tells choices in the reader’s language, and leaves the customer’s own words', () => {
  const fields = { page: 'https://shop.example/cart?x=1', wish: 'refund', reason: 'too loud', product: 'other' };
  expect(fieldRows(fields, ru)).toEqual([
    { name: 'wish', label: 'Пожелание', value: 'Деньги назад' },
    { name: 'reason', label: 'Причина', value: 'too loud' },
    { name: 'product', label: 'Товар', value: 'other' },
    { name: 'page', label: 'Со страницы', value: 'shop.example/cart', href: 'https://shop.example/cart?x=1' },
  ]);
});

it('links nothing but pages of the web', () => {
  expect(fieldRows({ page: 'javascript:alert(1)' }, en)[0]).not.toHaveProperty('href');
});

it('has words for every choice that customers are offered', () => {
  const asked = Object.values(FORMS).flat();
  const offered = [
    ...[...COMPLAINT_WISHES, ...RETURN_WISHES].map((value) => ({ name: 'wish', value })),
    ...CONDITIONS.map((value) => ({ name: 'condition', value })),
    ...asked.flatMap(({ name }) => optionsOf(name, helpTexts.en.request).map(({ value }) => ({ name, value }))),
  ];
  expect(offered.length).toBeGreaterThan(15);
  for (const { name, value } of offered) {
    const [row] = fieldRows({ [name]: value }, en);
    expect(row?.value).toBe(en.choice[value as keyof typeof en.choice]);
    expect(row?.label).toBe(en.field[name as keyof typeof en.field]);
  }
});
