/** The single keys of the inbox. Names are those of the sheet in the texts. */
export const KEYS = {
  j: 'next',
  k: 'previous',
  enter: 'open',
  r: 'reply',
  n: 'note',
  e: 'solve',
  a: 'assign',
  i: 'take',
  m: 'merge',
  z: 'undo',
  '/': 'search',
  '?': 'sheet',
} as const;
export type Command = (typeof KEYS)[keyof typeof KEYS];

type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'isComposing' | 'repeat'
> & { getModifierState?: (name: string) => boolean };

/**
 * The command of a key press, or undefined. The printed character counts; where the layout has no Latin letters
 * (Cyrillic), the place of the key does. Never with AltGr or Option: they write characters on many layouts.
 */
export function commandOf(event: KeyPress): Command | undefined {
  if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return undefined;
  if (event.getModifierState?.('AltGraph')) return undefined;
  const command = byKey(event.key) ?? byPlace(event);
  // Held down, only walking through the list makes sense.
  if (event.repeat && command !== 'next' && command !== 'previous') return undefined;
  return command;
}

function byKey(key: string): Command | undefined {
  const name = key.toLowerCase();
  return name in KEYS ? KEYS[name as keyof typeof KEYS] : undefined;
}

function byPlace({ key, code, shiftKey }: KeyPress): Command | undefined {
  // The Russian layout has . and , where others have / and ?.
  if (code === 'Slash' && (key === '.' || key === ',')) return shiftKey ? 'sheet' : 'search';
  const latin = key.length !== 1 || key.charCodeAt(0) < 128;
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  return latin || !letter ? undefined : byKey(letter);
}

/** True where a key press belongs to a control: a text field, an open menu, a dialog. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable]:not([contenteditable="false"]), dialog, [popover]') !==
      null
  );
}

/** Enter on a button or link presses it. */
export function isPressable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a[href], summary') !== null;
}

/** Mod is Command on a Mac, Control elsewhere. */
export const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

/** `send` for Mod+Enter, `solve` for Mod+Shift+Enter, else undefined. */
export function sendKey(event: KeyPress): 'send' | 'solve' | undefined {
  const mod = isMac ? event.metaKey : event.ctrlKey;
  if (event.key !== 'Enter' || !mod || event.altKey || event.isComposing) return undefined;
  return event.shiftKey ? 'solve' : 'send';
}
