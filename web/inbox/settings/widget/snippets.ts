/** The languages and kinds in which it is shown how a shop signs. */
export type Way = 'jwt' | 'hmac' | 'php';

/** What a site puts into its pages. */
export const siteLine = (url: string): string =>
  `<script src="${url.replace(/\/$/, '')}/widget.js" async></` + 'script>';

/** Code for the shop's server; `customer` is whoever is signed in there. The secret stands in its environment. */
export const onServer: Readonly<Record<Way, string>> = {
  jwt: `import { createHmac } from 'node:crypto';
import { env } from 'node:process';

export function chatIdentity(customer) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = [
    part({ alg: 'HS256', typ: 'JWT' }),
    part({
      sub: String(customer.id),
      email: customer.email,
      name: customer.name,
      exp: Math.floor(Date.now() / 1000) + 24 * 3600,
    }),
  ].join('.');
  const signature = createHmac('sha256', env.OMBUD_SECRET).update(text).digest('base64url');
  return { token: text + '.' + signature };
}`,
  hmac: `import { createHmac } from 'node:crypto';
import { env } from 'node:process';

export function chatIdentity(customer) {
  const id = String(customer.id);
  const { email, name } = customer;
  const expires = Math.floor(Date.now() / 1000) + 24 * 3600;
  const text = [id, email, name, expires].join('\\n');
  const signature = createHmac('sha256', env.OMBUD_SECRET).update(text).digest('hex');
  return { id, email, name, expires, signature };
}`,
  php: `function chat_identity($customer) {
  $id = (string) $customer->id;
  $expires = time() + 24 * 3600;
  $text = implode("\\n", [$id, $customer->email, $customer->name, $expires]);
  $signature = hash_hmac('sha256', $text, getenv('OMBUD_SECRET'));
  return [
    'id' => $id,
    'email' => $customer->email,
    'name' => $customer->name,
    'expires' => $expires,
    'signature' => $signature,
  ];
}`,
};

const page = (identity: string): string =>
  `<script>
  window.ombud = window.ombud || function () {
    (window.ombud.q = window.ombud.q || []).push([].slice.call(arguments));
  };
  ombud('identify', ${identity});
</` + 'script>';

/** What stands in the pages of who is signed in, before the widget's own line. */
export const onPage: Readonly<Record<Way, string>> = {
  jwt: page('${JSON.stringify(chatIdentity(customer))}'),
  // A name could end the script.
  hmac: page("${JSON.stringify(chatIdentity(customer)).replaceAll('<', '\\\\u003c')}"),
  php: page('<?= json_encode(chat_identity($customer), JSON_HEX_TAG) ?>'),
};
