import { expect, it } from 'vitest';
import { en } from '../../../../server/messages/repair-desk/en.ts';
import { es } from '../../../../server/messages/repair-desk/es.ts';
import { pl } from '../../../../server/messages/repair-desk/pl.ts';
import { ro } from '../../../../server/messages/repair-desk/ro.ts';
import { ru } from '../../../../server/messages/repair-desk/ru.ts';
import { repairTexts } from '../../../../server/messages/repairs.ts';
import { chargeText, partsIn, slotText, whereText } from '../../../../web/inbox/repairs/words.ts';
import { checkCatalogue } from '../catalogue.ts';

checkCatalogue('repairs in the inbox', en, { es, pl, ro, ru }, []);
const { en: told, ...others } = repairTexts;
checkCatalogue('repairs for customers', told, others, []);

it('reads parts as people write them', () => {
  expect(partsIn('2 × cable\n 3x Seal ring \nNew tank\n\n0 x screw')).toEqual([
    { name: 'cable', quantity: 2 },
    { name: 'Seal ring', quantity: 3 },
    { name: 'New tank', quantity: 1 },
    { name: 'screw', quantity: 1 },
  ]);
});

it.each([
  ['warranty', null, null, null, 'Under warranty'],
  ['free', null, null, null, 'Free of charge'],
  ['price', 49.9, 'EUR', null, '€49.90, to be accepted by the customer'],
  ['price', 49.9, 'EUR', '2026-03-01T10:00:00Z', '€49.90, accepted'],
] as const)('tells who pays: %s %s', (charge, price, currency, acceptedAt, text) => {
  expect(chargeText({ charge, price, currency, acceptedAt }, en, 'en')).toBe(text);
});

it('tells when by the clocks of the place, and where', () => {
  const slot = { from: '2026-03-29T08:00:00.000Z', timeZone: 'Europe/Warsaw' };
  expect([slotText(slot, 'pl'), slotText(slot, 'pl', true)]).toEqual(['niedz., 29 mar, 10:00', '10:00']);
  expect(whereText({ where: { address: 'Long 5', postcode: '', place: 'Town' } })).toBe('Long 5, Town');
  expect(whereText({ where: { address: '', postcode: '', place: '' } })).toBe('');
});
