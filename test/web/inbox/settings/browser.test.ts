import { expect, it } from 'vitest';
import { browserOf } from '../../../../web/inbox/settings/security/browser.ts';

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';

it.each<[string, string, string, boolean]>([
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/149.0.0.0 Safari/537.36`, 'Chrome', 'Windows', false],
  [`Mozilla/5.0 (Windows NT 10.0) ${webkit} Chrome/149.0.0.0 Safari/537.36 Edg/149.0.0.0`, 'Edge', 'Windows', false],
  [`Mozilla/5.0 (X11; Linux x86_64) ${webkit} Chrome/149.0 Safari/537.36 OPR/115.0`, 'Opera', 'Linux', false],
  [`Mozilla/5.0 (Linux; Android 16) ${webkit} Chrome/149.0.0.0 Mobile Safari/537.36`, 'Chrome', 'Android', true],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:150.0) Gecko/20100101 Firefox/150.0', 'Firefox', 'macOS', false],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1',
    'Safari',
    'iPhone',
    true,
  ],
  ['curl/8.5.0', '', '', false],
  ['', '', '', false],
])('%s', (userAgent, browser, system, phone) => {
  expect(browserOf(userAgent)).toEqual({ browser, system, phone });
});
