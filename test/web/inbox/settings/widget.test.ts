import { expect, it } from 'vitest';
import { addressesIn } from '../../../../web/inbox/settings/widget/addresses-in.ts';
import { proofIn } from '../../../../web/inbox/settings/widget/proof-in.ts';
import { siteLine } from '../../../../web/inbox/settings/widget/snippets.ts';

it('the line for pages names the widget of this desk', () => {
  expect(siteLine('https://desk.test/')).toBe('<script src="https://desk.test/widget.js" async></script>');
});

it.each([
  ['a token', ' aa.bb.cc\n', { token: 'aa.bb.cc' }],
  ['a token in quotes', '"aa.bb.cc"', { token: 'aa.bb.cc' }],
  ['what goes to identify', '{"token":"aa.bb.cc"}', { token: 'aa.bb.cc' }],
  ['signed lines', '{"id":"1","expires":2,"signature":"00"}', { id: '1', expires: 2, signature: '00' }],
  ['words', 'hello there', undefined],
  ['a list', '["aa.bb.cc"]', undefined],
  ['null', 'null', undefined],
])('reads %s', (_what, text, proof) => expect(proofIn(text)).toEqual(proof));

it('reads addresses of articles as they are typed or pasted', () => {
  expect(addressesIn(' track \n\nhttps://desk.test/help/pl/zwrot-towaru/?x=1#y\n/help/ru/a')).toEqual([
    'track',
    'zwrot-towaru',
    'a',
  ]);
});
