import { demoTexts, type DemoTexts } from '../../../messages/demo.ts';
import { LANGUAGES, type Language } from '../../../tickets/envelopes.ts';
import { pictures, type Picture } from './pictures.ts';

const NAMES: Record<Language, string> = { en: 'English', es: 'Español', ro: 'Română', pl: 'Polski', ru: 'Русский' };
const GOODS: [Picture, number][] = [
  ['headphones', 189],
  ['phone', 449],
  ['speaker', 79],
  ['watch', 159],
  ['router', 129],
  ['reader', 139],
];

const BOLT = '<path d="M13 2 4.5 13.2H11L10 22l9.5-12.2H13z"/>';
const SIGN = `<svg viewBox="0 0 24 24" aria-hidden="true">${BOLT}</svg>`;
export const shopIcon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="#115c4c">${BOLT}</svg>`;

/** What is known of the shop. */
export interface DemoShop {
  name: string;
  /** Path. */
  logo: string | null;
  /** Path of the style sheet with its colours. */
  theme: string | null;
  languages: readonly Language[];
}

/** The sample shop, in one language. No script but the widget's, no inline style: it is served with a strict CSP. */
export function demoPage(locale: Language): string {
  const t = demoTexts[locale];
  const promises = t.promises.map(
    ([title, text]) => `<li><strong>${escape(title)}</strong><span>${escape(text)}</span></li>`,
  );
  const main = `${hero(t)}
<h2 id="goods">${escape(t.popular)}</h2>
<ul class="goods">${GOODS.map(([picture, price]) => product(t, locale, picture, price)).join('\n')}</ul>
<ul class="promises">${promises.join('')}</ul>`;
  const targets = ['#goods', '#goods', '#goods', `/help/${locale}/`];
  const nav = t.nav.map((word, i) => `<a href="${targets[i]}">${escape(word)}</a>`).join('');
  const notice = `<p class="notice">${escape(t.notice)}</p>\n`;
  return whole(t, locale, { title: t.title, mark: SIGN, nav, main, notice });
}

/** A page of the shop itself: it sells nothing and promises nothing. */
export function ownPage(locale: Language, { name, logo, theme, languages }: DemoShop): string {
  const t = demoTexts[locale];
  const { title, headline, lead } = t.own;
  const main = `<section class="hero alone">
<div><p class="season">${escape(title)}</p><h1>${escape(headline)}</h1><p>${escape(lead)}</p>
<a class="button" href="/help/${locale}/">${escape(t.help)}</a></div>
</section>`;
  const mark = logo ? `<img src="${escape(logo)}" alt="">` : SIGN;
  return whole(t, locale, { title: name || title, mark, nav: '', main, notice: '', theme, languages });
}

interface Parts {
  title: string;
  mark: string;
  nav: string;
  main: string;
  notice: string;
  theme?: string | null;
  languages?: readonly Language[];
}

function whole(t: DemoTexts, locale: Language, { title, notice, main, theme, ...parts }: Parts): string {
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(title)}</title>
<link rel="icon" href="/demo/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/demo/shop.css">${theme ? `\n<link rel="stylesheet" href="${escape(theme)}">` : ''}
<script src="/widget.js" async></script>
</head>
<body${theme ? ' class="own"' : ''}>
${notice}${header(t, locale, { title, ...parts })}
<main>
${main}
</main>
<footer><span>${escape(t.footer)}</span><a href="/help/${locale}/">${escape(t.help)}</a></footer>
</body>
</html>
`;
}

type Head = Pick<Parts, 'title' | 'mark' | 'nav' | 'languages'>;

function header(t: DemoTexts, locale: Language, { title, mark, nav, languages = LANGUAGES }: Head): string {
  const ways = languages.map(
    (l) =>
      `<a href="/demo?lang=${l}" lang="${l}" hreflang="${l}" title="${NAMES[l]}"${l === locale ? ' aria-current="true"' : ''}>${l.toUpperCase()}</a>`,
  );
  return `<header>
<a class="brand" href="/demo?lang=${locale}">${mark}${escape(title)}</a>
${nav && `<nav>${nav}</nav>\n`}<nav class="languages" aria-label="${escape(t.language)}">${ways.join('')}</nav>
</header>`;
}

const hero = (t: DemoTexts): string => `<section class="hero">
<div><p class="season">${escape(t.season)}</p><h1>${escape(t.headline)}</h1><p>${escape(t.lead)}</p>
<a class="button" href="#goods">${escape(t.discover)}</a></div>
${drawing('headphones')}
</section>`;

function product(t: DemoTexts, locale: Language, picture: Picture, price: number): string {
  const [name, note] = t.products[picture];
  const amount = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 });
  return `<li>${drawing(picture)}<h3>${escape(name)}</h3><p>${escape(note)}</p>
<div><strong>${amount.format(price)}</strong><button type="button">${escape(t.add)}</button></div></li>`;
}

const drawing = (picture: Picture): string =>
  `<svg class="picture ${picture}" viewBox="0 0 200 160" aria-hidden="true">${pictures[picture]}</svg>`;

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);
