import { describe, expect, it } from 'vitest';
import { best, fit } from '../../../web/inbox/find.ts';

describe('how well a text fits what was typed', () => {
  it.each([
    ['', 'Anything', true],
    ['refu', 'Refund takes a week', true],
    ['week ref', 'Refund takes a week', true],
    ['lucia', 'Lucía Fernández', true],
    ['łodz', 'Łódź', true],
    ['обрат', 'Обратная посылка', true],
    ['rtw', 'Refund takes a week', true],
    ['xyz', 'Refund takes a week', false],
    ['refund month', 'Refund takes a week', false],
  ])('%j in %j: %s', (typed, text, fits) => {
    expect(fit(typed, text) > 0).toBe(fits);
  });

  it('puts beginnings first, then words, then what is only within; equals stay in their order', () => {
    const all = ['Warranty', 'On war', 'Toward', 'War', 'Also war'];
    expect(best('war', all, (one) => one)).toEqual(['War', 'Warranty', 'On war', 'Also war', 'Toward']);
    expect(best('', all, (one) => one)).toEqual(all);
  });
});
