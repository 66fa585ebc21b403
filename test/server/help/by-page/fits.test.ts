import { expect, it } from 'vitest';
import { fits } from '../../../../server/help/by-page/fits.ts';

it.each([
  ['/cart', '/cart', true],
  ['/cart', '/cart/', false],
  ['/cart*', '/cart/', true],
  ['*', '/anything', true],
  ['*/pay', '/cart/1/pay', true],
  ['/a*b*c', '/a-b-c', true],
  ['/a*b*c', '/a-c-b', false],
  ['/aa*aa', '/aaa', false],
  ['/a*b*bc', '/abc', false],
  ['/a.c', '/abc', false],
  [`/${'*a'.repeat(100)}`, `/${'a'.repeat(2000)}b`, false],
])('%s and %s: %s', (pattern, path, fitting) => expect(fits(pattern, path)).toBe(fitting));
