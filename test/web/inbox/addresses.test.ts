import { expect, it } from 'vitest';
import { addressesIn } from '../../../web/inbox/state/addresses.ts';

it.each([
  ['ana@people.example', ['ana@people.example'], ''],
  ['Ana Pop <ana@people.example>, ben@people.example', ['ana@people.example', 'ben@people.example'], ''],
  ['a@x.org; b@y.org\nc@z.org', ['a@x.org', 'b@y.org', 'c@z.org'], ''],
  ['a@x.org b@y.org', ['a@x.org', 'b@y.org'], ''],
  ['łukasz@żółw.example', ['łukasz@żółw.example'], ''],
  ['a@x.org, a@x.org', ['a@x.org'], ''],
  ['nobody', [], 'nobody'],
  ['a@localhost', [], 'a@localhost'],
  ['a@x.org, oops', ['a@x.org'], 'oops'],
  ['two@@signs.org', [], 'two@@signs.org'],
  ['  ', [], ''],
])('%j holds %j', (text, found, rest) => expect(addressesIn(text)).toEqual({ found, rest }));
