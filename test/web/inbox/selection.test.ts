import { describe, expect, it } from 'vitest';
import { tagChoices } from '../../../web/inbox/bulk/choices.ts';
import { isPaletteKey, placeOf } from '../../../web/inbox/keyboard.ts';
import { Selection } from '../../../web/inbox/state/selection.svelte.ts';

const shown = [9, 8, 7, 6, 5];

describe('a selection', () => {
  it('takes in, out, and everything between', () => {
    const selection = new Selection();
    selection.toggle(8, shown);
    selection.to(6, shown);
    expect(selection.numbers).toEqual([8, 7, 6]);
    selection.toggle(7, shown);
    selection.to(9, shown);
    expect(selection.numbers.sort()).toEqual([6, 7, 8, 9]);
    selection.clear();
    expect([selection.active, selection.size]).toEqual([false, 0]);
  });

  it('begins with the first one that a range goes to', () => {
    const selection = new Selection();
    selection.to(8, shown);
    selection.to(5, shown);
    expect(selection.numbers).toEqual([8, 7, 6, 5]);
  });

  it('of all becomes the others on the screen when one is taken out', () => {
    const selection = new Selection();
    selection.all = true;
    expect([selection.has(1), selection.active]).toEqual([true, true]);
    selection.toggle(7, shown);
    expect([selection.all, selection.numbers]).toEqual([false, [9, 8, 6, 5]]);
  });
});

it('tags are offered by what was typed, a new one last, those that are there not again', () => {
  const values = (typed: string) => tagChoices(typed, ['sale', 'order', 'sales'], ['order']).map(({ value }) => value);
  expect(values('')).toEqual(['sale', 'sales']);
  expect(values(' SALE ')).toEqual(['sale', 'sales']);
  expect(values('sal')).toEqual(['sale', 'sales', 'sal']);
  expect(values('order')).toEqual([]);
});

const press = (key: string, code: string, more: object = {}) => ({
  ...{ key, code, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, isComposing: false, repeat: false },
  ...more,
});

it.each([
  ['m', 'KeyM', 'mine'],
  ['ь', 'KeyM', 'mine'],
  ['U', 'KeyU', 'unassigned'],
  ['x', 'KeyX', undefined],
])('G and %s lead to a view', (key, code, view) => {
  expect(placeOf(press(key, code))).toBe(view);
});

it.each([
  ['k', { ctrlKey: true }, true],
  ['л', { ctrlKey: true }, true],
  ['k', {}, false],
  ['k', { ctrlKey: true, altKey: true }, false],
  ['k', { ctrlKey: true, shiftKey: true }, false],
])('the palette opens by %s with %j: %s', (key, more, opens) => {
  expect(isPaletteKey(press(key, 'KeyK', more))).toBe(opens);
});
