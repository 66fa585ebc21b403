import { expect, it } from 'vitest';
import { causeOf } from '../../../../server/channels/email/cause.ts';
import { TokenError } from '../../../../server/channels/email/oauth/exchange.ts';
import { PrivateHostError } from '../../../../server/channels/email/reach.ts';
import { en } from '../../../../server/messages/work/en.ts';
import { CAUSES } from '../../../../server/channels/cause.ts';

const thrown = (message: string, more: object = {}): Error => Object.assign(new Error(message), more);

it.each<[string, Error, string]>([
  ['a wrong password of IMAP', thrown('Command failed', { authenticationFailed: true }), 'sign-in'],
  ['a wrong password of SMTP', thrown('Invalid login: 535 refused', { code: 'EAUTH' }), 'sign-in'],
  ['a closed port', thrown('connect ECONNREFUSED 127.0.0.1:143', { code: 'ECONNREFUSED' }), 'refused'],
  ['a closed port, in nodemailer’s way', thrown('connect ECONNREFUSED 127.0.0.1:25', { code: 'ESOCKET' }), 'refused'],
  ['an unknown name', thrown('getaddrinfo ENOTFOUND nowhere.invalid', { code: 'ENOTFOUND' }), 'address'],
  ['silence', thrown('Failed to connect in time', { code: 'CONNECT_TIMEOUT' }), 'timeout'],
  ['silence later on', thrown('Socket timeout', { code: 'ETIMEOUT' }), 'timeout'],
  ['a cut connection', thrown('read ECONNRESET', { code: 'ECONNRESET' }), 'closed'],
  ['an ended connection', thrown('The mail server closed the connection.'), 'closed'],
  [
    'a certificate of others',
    thrown('x', { cause: thrown('y', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }) }),
    'certificate',
  ],
  ['a certificate, in words only', thrown('self-signed certificate in chain'), 'certificate'],
  ['no TLS', thrown('write EPROTO 140:error', { code: 'EPROTO' }), 'tls'],
  ['no folder', thrown('Command failed', { responseText: 'Mailbox doesn’t exist', mailboxMissing: true }), 'folder'],
  ['a host inside', new PrivateHostError('The mail server lies in a private network.'), 'private-host'],
  ['access that has ended', new TokenError(true, 'The provider refuses access (invalid_grant).'), 'access'],
  ['a provider that is away', new TokenError(false, 'The provider cannot be asked for access.'), 'provider'],
  ['something else', thrown('Too many simultaneous connections'), 'other'],
])('%s', (_what, error, cause) => {
  expect(causeOf(error).cause).toBe(cause);
  expect(causeOf(error).detail).not.toMatch(/[\r\n]/);
});

it('has words for every cause', () => expect(Object.keys(en.causes).sort()).toEqual([...CAUSES].sort()));
