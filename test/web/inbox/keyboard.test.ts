import { describe, expect, it } from 'vitest';
import { commandOf, sendKey } from '../../../web/inbox/keyboard.ts';

const press = (key: string, code: string, more: object = {}) => ({
  key,
  code,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  isComposing: false,
  repeat: false,
  ...more,
});

describe('which command a key is', () => {
  it.each([
    ['English J', press('j', 'KeyJ'), 'next'],
    ['with caps lock', press('K', 'KeyK'), 'previous'],
    ['Enter', press('Enter', 'Enter'), 'open'],
    ['Russian о on the J key', press('о', 'KeyJ'), 'next'],
    ['Russian к on the R key', press('к', 'KeyR'), 'reply'],
    ['Ukrainian і on the S key is nothing', press('і', 'KeyS'), undefined],
    ['AZERTY a on the Q key', press('a', 'KeyQ'), 'assign'],
    ['AZERTY q on the A key is nothing', press('q', 'KeyA'), undefined],
    ['German / is Shift+7', press('/', 'Digit7', { shiftKey: true }), 'search'],
    ['Russian . where / is', press('.', 'Slash'), 'search'],
    ['Russian , where ? is', press(',', 'Slash', { shiftKey: true }), 'sheet'],
    ['German - where / is', press('-', 'Slash'), undefined],
    ['?', press('?', 'Slash', { shiftKey: true }), 'sheet'],
    ['a key without a command', press('q', 'KeyQ'), undefined],
  ])('%s', (_name, event, command) => {
    expect(commandOf(event)).toBe(command);
  });

  it.each([
    ['Option or Alt', { altKey: true }],
    ['Control', { ctrlKey: true }],
    ['Command', { metaKey: true }],
    ['an input method at work', { isComposing: true }],
    ['AltGr', { getModifierState: (name: string) => name === 'AltGraph' }],
  ])('never with %s', (_name, more) => {
    expect(commandOf(press('e', 'KeyE', more))).toBeUndefined();
  });

  it('held down only walks', () => {
    expect(commandOf(press('j', 'KeyJ', { repeat: true }))).toBe('next');
    expect(commandOf(press('e', 'KeyE', { repeat: true }))).toBeUndefined();
  });
});

it.each([
  ['Control+Enter', { ctrlKey: true }, 'send'],
  ['Control+Shift+Enter', { ctrlKey: true, shiftKey: true }, 'solve'],
  ['Enter alone', {}, undefined],
  ['AltGr+Enter', { ctrlKey: true, altKey: true }, undefined],
])('%s in the composer', (_name, more, result) => {
  expect(sendKey(press('Enter', 'Enter', more))).toBe(result);
});
