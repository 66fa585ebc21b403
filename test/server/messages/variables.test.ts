import { describe, expect, it } from 'vitest';
import { fillVariables, unfilled } from '../../../server/messages/variables.ts';

const values = { 'customer.name': 'Ana', 'ticket.number': '12', order: '' };

describe('variables in a text', () => {
  it.each([
    ['Dear {{customer.name}}', 'Dear Ana', []],
    ['Dear {{ Customer.Name | friend }}', 'Dear Ana', []],
    ['Order {{order|your order}}', 'Order your order', []],
    ['Order {{order}} of {{nobody.knows}}', 'Order {{order}} of {{nobody.knows}}', ['{{order}}', '{{nobody.knows}}']],
    ['{{order|}}', '{{order|}}', ['{{order|}}']],
    ['{{order}} {{order}}', '{{order}} {{order}}', ['{{order}}']],
    ['{{}} {{ 1 }} {name} {{{customer.name}}}', '{{}} {{ 1 }} {name} {Ana}', []],
    ['$& {{customer.name}}', '$& Ana', []],
  ])('%s', (text, filled, left) => {
    const done = fillVariables(text, values);
    expect([done, unfilled(done)]).toEqual([filled, left]);
  });
});
