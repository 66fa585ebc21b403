import { describe, expect, it } from 'vitest';
import { provedBy } from '../../../../../server/channels/webchat/identity/prove.ts';
import { jwt, signed } from '../../../../support/signed-visitor.ts';

const SECRET = 'a secret of the shop and the desk';
const now = Date.now();
const at = (seconds: number): number => Math.floor(now / 1000) + seconds;
const said = { id: 'customer-1', email: 'ana@shop.test', name: 'Ana Pop' };

describe('what a shop signs', () => {
  it('proves whom it names, until it ends', () => {
    const claims = { sub: said.id, email: said.email, name: said.name, exp: at(600), iat: at(0), nbf: at(-5) };
    const proved = { ...said, until: at(600) * 1000 };
    expect(provedBy(jwt(SECRET, claims), SECRET, now)).toEqual(proved);
    expect(provedBy(signed(SECRET, { ...said, expires: at(600) }), SECRET, now)).toEqual(proved);
    expect(provedBy(jwt(SECRET, claims), SECRET, at(600) * 1000)).toBeUndefined();
    expect(provedBy(signed(SECRET, { id: 'only an id' }), SECRET, now)).toMatchObject({ id: 'only an id' });
  });

  it.each([
    ['no end', { sub: 'a', exp: undefined }],
    ['an end in words', { sub: 'a', exp: '9999999999' }],
    ['an end that has passed', { sub: 'a', exp: at(-1) }],
    ['an end in years', { sub: 'a', exp: at(40 * 86_400) }],
    ['a beginning that is to come', { sub: 'a', nbf: at(120) }],
    ['an issue that is to come', { sub: 'a', iat: at(120) }],
    ['nobody', {}],
    ['an empty name', { sub: '' }],
    ['a name with a space before it', { sub: ' customer-1' }],
    ['a name of two lines', { sub: 'customer-1\nx' }],
    ['a number', { sub: 1 }],
    ['a list', { sub: ['customer-1'] }],
    ['an operator', { sub: { $gt: '' } }],
    ['a very long name', { sub: 'x'.repeat(201) }],
    ['what is no address', { sub: 'a', email: 'ana' }],
    ['two addresses', { sub: 'a', email: 'ana@shop.test, eve@shop.test' }],
    ['an address that is none', { sub: 'a', email: ['ana@shop.test'] }],
  ])('with %s proves nothing', (_, claims) => expect(provedBy(jwt(SECRET, claims), SECRET, now)).toBeUndefined());

  const good = (jwt(SECRET, { sub: 'a' }) as { token: string }).token.split('.');
  it.each([
    ['without algorithm', jwt(SECRET, { sub: 'a' }, { alg: 'none' })],
    ['with another hash', jwt(SECRET, { sub: 'a' }, { alg: 'HS512' }, 'sha512')],
    ['that says another algorithm', jwt(SECRET, { sub: 'a' }, { alg: 'RS256' })],
    ['that asks for more', jwt(SECRET, { sub: 'a' }, { alg: 'HS256', crit: ['b64'] })],
    ['of another secret', jwt('another secret', { sub: 'a' })],
    ['of the empty secret', jwt('', { sub: 'a' })],
    ['without signature', { token: `${good[0]}.${good[1]}.` }],
    ['with a part too many', { token: `${good.join('.')}.${good[2]}` }],
    ['with the words of another', { token: `${good[0]}.${btoa('{"sub":"b"}').replaceAll('=', '')}.${good[2]}` }],
    ['that is a list', jwt(SECRET, ['a'])],
  ])('a token %s proves nothing', (_, proof) => expect(provedBy(proof, SECRET, now)).toBeUndefined());

  const own = signed(SECRET, said);
  it.each([
    ['another id', { ...own, id: 'customer-2' }],
    ['another address', { ...own, email: 'eve@shop.test' }],
    ['another name', { ...own, name: 'Eve' }],
    ['no address any more', { id: own.id, name: 'Ana Pop', expires: own.expires, signature: own.signature }],
    ['a later end', { ...own, expires: own.expires + 1 }],
    // The same four lines, cut elsewhere.
    ['fields that change places', { ...signed(SECRET, { id: 'a\nb', name: 'c' }), id: 'a', email: 'b', name: '\nc' }],
  ])('a signature with %s proves nothing', (_, proof) => expect(provedBy(proof, SECRET, now)).toBeUndefined());
});
