import { assistantTexts } from '../../../server/messages/assistant.ts';
import { boughtTexts } from '../../../server/messages/bought.ts';
import { stageTexts } from '../../../server/messages/stages.ts';
import type { Language, TicketType } from '../../../server/tickets/envelopes.ts';
import { ask } from './form.ts';
import type { Decision, Form, State } from './state.ts';

/** An order as its customer may know it, in words. */
export interface KnownOrder {
  number: string;
  /** How far it is, in sentences. */
  facts: string[];
  /** Where the carrier tells more; empty where nobody has said it. */
  track: string;
  /** `back`: whether it can be sent back. */
  items: { sku: string; name: string; bought: number; back: string; warranty: string }[];
}

/** What whoever writes may know of orders and requests: nothing before they have proved an address. */
export interface OrderDesk {
  proved(): Promise<boolean>;
  /** Undefined for what there is not, and likewise for what is somebody else's. */
  order(number: string, language: Language): Promise<KnownOrder | undefined>;
  request(number: string): Promise<{ number: number; type: TicketType; stage: string } | undefined>;
}

/**
 * In a form whose order was just named: what of it can be sent back or is under warranty, with its products to choose
 * from; without proof the offer to prove whose it is, once. Whatever comes of it, they can go on. `lead` stands before.
 */
export async function withPurchase(
  decision: Decision,
  desk: OrderDesk | undefined,
  lead: string[] = [],
): Promise<Decision> {
  const { state } = decision;
  const { form, language } = state;
  const number = form?.fields.order;
  if (!desk || !form || !number || form.looked === number || form.asking === 'change') return decision;
  const { purchase } = assistantTexts[language];
  if (!(await desk.proved())) {
    if (form.offered) return decision;
    return {
      ...decision,
      state: { ...state, form: { ...form, offered: true } },
      text: joined(decision, purchase.offer),
    };
  }
  const order = await desk.order(number, language);
  if (order) return choosing(state, { ...form, looked: number }, order, lead);
  const looked = { ...state, form: { ...form, looked: number, items: [] } };
  return {
    ...decision,
    state: looked,
    text: joined(
      decision,
      purchase.noOrder.replace('{number}', () => number),
    ),
  };
}

const joined = ({ text }: Decision, line: string): string => `${line}\n${text}`;

/** One product alone is what they mean. */
function choosing(state: State, form: Form, order: KnownOrder, lead: string[]): Decision {
  const lines = order.items.map((item) => {
    const said = form.kind === 'return' ? item.back : item.warranty;
    return said ? `${line(item)}: ${said}` : line(item);
  });
  const items = order.items.map(({ sku, name, bought }) => ({ sku, name, bought }));
  const { product: _, quantity: __, ...others } = form.fields;
  const [only] = items.length === 1 ? items : [];
  const fields = only ? { ...others, product: only.name } : others;
  const found = fillIn(assistantTexts[state.language].purchase.found, { number: order.number });
  return ask({ ...state, form: { ...form, items, fields } }, [...lead, found, ...lines]);
}

const line = ({ name, bought }: KnownOrder['items'][number]): string => `• ${bought > 1 ? `${bought} × ` : ''}${name}`;

/** How far what has this number is, for who has proved that it is theirs; in the same words for unknown and foreign ones. */
export async function tellStatus(
  language: Language,
  number: string,
  desk: OrderDesk,
): Promise<{ text: string; found: boolean }> {
  // Both in any case: the time does not tell which of them there is.
  const [order, request] = await Promise.all([desk.order(number, language), desk.request(number)]);
  const { unknown, request: words } = assistantTexts[language].purchase;
  const lines = [
    ...(order ? [orderInWords(language, order)] : []),
    ...(request ? [fillIn(words, { number: String(request.number), stage: stageOf(language, request) })] : []),
  ];
  return lines.length > 0
    ? { text: lines.join('\n\n'), found: true }
    : { text: fillIn(unknown, { number }), found: false };
}

function orderInWords(language: Language, order: KnownOrder): string {
  const t = boughtTexts[language];
  return [
    `${fillIn(t.order, { number: order.number })}. ${order.facts.join(' ')}`,
    ...order.items.map(line),
    ...(order.track ? [`${t.track}: ${order.track}`] : []),
  ].join('\n');
}

function stageOf(language: Language, { type, stage }: { type: TicketType; stage: string }): string {
  const stages: Record<string, string> = stageTexts[language][type];
  return stages[stage] ?? stage;
}

const fillIn = (text: string, values: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
