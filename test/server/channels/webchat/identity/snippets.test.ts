import { expect, it } from 'vitest';
import { provedBy } from '../../../../../server/channels/webchat/identity/prove.ts';
import type { Proof } from '../../../../../server/channels/webchat/schema.ts';
import { onPage, onServer } from '../../../../../web/inbox/settings/widget/snippets.ts';

const SECRET = 'what only the shop and the desk know';
const customer = { id: 4711, email: 'ana@shop.test', name: 'Ană Łukasz </script> Иванова' };

it.each(['jwt', 'hmac'] as const)('the code shown for %s runs, and makes what the desk takes', async (way) => {
  process.env['OMBUD_SECRET'] = SECRET;
  const url = `data:text/javascript,${encodeURIComponent(onServer[way])}`;
  const { chatIdentity } = (await import(url)) as { chatIdentity: (who: object) => Proof };
  const { id, email, name } = provedBy(chatIdentity(customer), SECRET, Date.now())!;
  expect({ id, email, name }).toEqual({ ...customer, id: '4711' });
  const { id: alone, ...more } = provedBy(chatIdentity({ id: 'x' }), SECRET, Date.now())!;
  expect([alone, Object.keys(more)]).toEqual(['x', ['until']]);

  // What stands in the page, as its server writes it out: the script ends where it should.
  const written = new Function('chatIdentity', 'customer', `return \`${onPage[way]}\``) as (...a: unknown[]) => string;
  const html = written(chatIdentity, customer);
  expect(html.match(/<\/script>/g)).toHaveLength(1);
  const told: unknown[][] = [];
  const page = { ombud: (...call: unknown[]) => told.push(call) };
  new Function('window', 'ombud', html.replace(/<\/?script>/g, ''))(page, page.ombud);
  expect(provedBy(told[0]?.[1] as Proof, SECRET, Date.now())?.name).toBe(customer.name);
});
