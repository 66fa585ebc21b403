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
export const shopIcon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="#115c4c">${BOLT}</svg>`;

/** The sample shop, in one language. No script but the widget's, no inline style: it is served with a strict CSP. */
export function demoPage(locale: Language): string {
  const t = demoTexts[locale];
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(t.title)}</title>
<link rel="icon" href="/demo/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/demo/shop.css">
<script src="/widget.js" async></script>
</head>
<body>
<p class="notice">${escape(t.notice)}</p>
${header(t, locale)}
<main>
${hero(t)}
<h2 id="goods">${escape(t.popular)}</h2>
<ul class="goods">${GOODS.map(([picture, price]) => product(t, locale, picture, price)).join('\n')}</ul>
<ul class="promises">${t.promises.map(([title, text]) => `<li><strong>${escape(title)}</strong><span>${escape(text)}</span></li>`).join('')}</ul>
</main>
<footer><span>${escape(t.footer)}</span><a href="/help/${locale}/">${escape(t.help)}</a></footer>
</body>
</html>
`;
}

function header(t: DemoTexts, locale: Language): string {
  const targets = ['#goods', '#goods', '#goods', `/help/${locale}/`];
  const links = t.nav.map((word, i) => `<a href="${targets[i]}">${escape(word)}</a>`).join('');
  const languages = LANGUAGES.map(
    (l) =>
      `<a href="/demo?lang=${l}" lang="${l}" hreflang="${l}" title="${NAMES[l]}"${l === locale ? ' aria-current="true"' : ''}>${l.toUpperCase()}</a>`,
  ).join('');
  return `<header>
<a class="brand" href="/demo?lang=${locale}"><svg viewBox="0 0 24 24" aria-hidden="true">${BOLT}</svg>${escape(t.title)}</a>
<nav>${links}</nav>
<nav class="languages" aria-label="${escape(t.language)}">${languages}</nav>
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
