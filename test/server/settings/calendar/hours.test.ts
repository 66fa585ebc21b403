import { describe, expect, it } from 'vitest';
import {
  addBusiness,
  addBusinessDays,
  addCalendarDays,
  isOpen,
  nextOpening,
} from '../../../../server/settings/calendar/hours.ts';

const weekdays = [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:00' }));
const warsaw = { timeZone: 'Europe/Warsaw', hours: weekdays, holidays: [] };
const friday = new Date('2026-03-27T15:30:00Z');

describe('a calendar', () => {
  it('counts business time over the week end on which summer time begins', () => {
    expect(isOpen(warsaw, friday)).toBe(true);
    expect(addBusiness(warsaw, friday, 60)).toEqual(new Date('2026-03-30T07:30:00Z'));
    expect(addBusinessDays(warsaw, friday, 1)).toEqual(new Date('2026-03-30T15:00:00Z'));
    expect(addCalendarDays(warsaw, friday, 14)).toEqual(new Date('2026-04-10T21:59:59.999Z'));
  });

  it('that has no hours never opens', () => expect(nextOpening({ ...warsaw, hours: [] }, friday)).toBeUndefined());
});
