import { fold } from '../server/words/fold.ts';

/** Russian letters as addresses have them. */
const LATIN: Record<string, string> = Object.fromEntries([
  ...'абвгдезийклмнопрстуфыэ'.split('').map((letter, at) => [letter, 'abvgdeziyklmnoprstufye'[at]]),
  ...[
    ['ж', 'zh'],
    ['х', 'h'],
    ['ц', 'ts'],
    ['ч', 'ch'],
    ['ш', 'sh'],
    ['щ', 'shch'],
    ['ю', 'yu'],
    ['я', 'ya'],
  ],
  ...[
    ['ъ', ''],
    ['ь', ''],
    ['ё', 'e'],
  ],
] as [string, string][]);
/** The site's own pages below a language. */
const TAKEN = new Set(['search', 'request', 'c']);
const MOST = 80;

/** The address that a title asks for: `Zwrot towaru` → `zwrot-towaru`; `article` where nothing of it can stand there. */
export function slugOf(title: string): string {
  const words = fold(title)
    .replace(/[а-яё]/g, (letter) => LATIN[letter] ?? '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, MOST)
    .replace(/-+$/, '');
  return words === '' || TAKEN.has(words) ? `article${words && `-${words}`}` : words;
}
