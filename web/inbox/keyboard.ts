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
  t: 'team',
  h: 'snooze',
  l: 'tags',
  p: 'priority',
  x: 'select',
  g: 'go',
  z: 'undo',
  '/': 'search',
  '?': 'sheet',
} as const;
export type Command = (typeof KEYS)[keyof typeof KEYS];

/** The views that G and another key lead to. */
export const PLACES = {
  u: 'unassigned',
  m: 'mine',
  n: 'mentions',
  r: 'drafts',
  s: 'snoozed',
  a: 'all',
  o: 'overdue',
  d: 'today',
} as const;

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

/** The view that the key after G leads to. */
export function placeOf(event: KeyPress): string | undefined {
  if (event.altKey || event.ctrlKey || event.metaKey) return undefined;
  const named = (letter: string) => PLACES[letter.toLowerCase() as keyof typeof PLACES] as string | undefined;
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  return (
    named(event.key) ?? (event.key.length === 1 && event.key.charCodeAt(0) > 127 && letter ? named(letter) : undefined)
  );
}

/** Mod+K opens the palette, also out of a text. */
export function isPaletteKey(event: KeyPress): boolean {
  const mod = isMac ? event.metaKey : event.ctrlKey;
  const letter = event.key.toLowerCase() === 'k' || (event.key.charCodeAt(0) > 127 && event.code === 'KeyK');
  return mod && letter && !event.altKey && !event.shiftKey && !event.isComposing;
}

/** True where a key press belongs to a control: a text field, an open menu, a dialog. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]:not([contenteditable="false"]), dialog, [popover]',
    ) !== null
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
