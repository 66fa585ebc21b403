import { writeImage } from '../../knowledge-base/images.ts';
import type { TestApp } from './app.ts';

/** The address by which the furnished shop is known. */
export const ORIGIN = 'https://help.example';
/** Slugs of the shop's own article. */
export const OWN = { en: 'walnut-boards', pl: 'deski-z-orzecha' };
/** Slug of one that is there in Polish only. */
export const ONLY_POLISH = 'tylko-po-polsku';

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const FACTS = {
  name: 'Brzoza & Córki',
  colour: '#ffd400',
  logo: `data:image/png;base64,${PIXEL}`,
  address: 'ul. Leśna 3\n00-001 Warszawa',
  email: 'sklep@brzoza.example',
  phone: '+48 22 123 45 67',
  website: 'https://brzoza.example',
  timeZone: 'Europe/Warsaw',
  returnDays: 14,
};

const body = (words: string): string => `${words} {{shop.returnDays}} **x**, [brzoza](https://brzoza.example/a?b=1&c=2).

## ${words} 1

![${words}](../images/board.png)

1. \`oil --dry\`
2. [${words}](#${words.toLowerCase()}-2) and [${words}](#related-2)

### ${words} 1

| ${words} | 2 |
|:-:|--:|
| 3 | 4 |

## ${words} 2

> ${words}

## Related

- [ ] ${words}
- [x] ~~${words}~~

\`\`\`
${words} <b>
\`\`\`

<details><summary>${words}</summary>

${words}
</details>
`;

/** A shop with facts, a logo and a colour that is hard to read, and articles of its own with all that Markdown has. */
export async function furnish(app: TestApp): Promise<void> {
  const { cookie } = await app.signIn('admin');
  const call = async (
    method: 'PUT' | 'POST',
    url: string,
    payload: object = {},
  ): Promise<{ id: string; path: string }> => {
    const answer = await app.inject({ method, url: `/api/v1${url}`, headers: { cookie }, payload });
    if (answer.statusCode >= 300) throw new Error(`${url}: ${answer.body}`);
    return answer.json();
  };
  await call('PUT', '/shop', FACTS);
  await writeImage(app.context, 'images/board.png', Buffer.from(PIXEL, 'base64'));
  const text = (slug: string, title: string) => ({ slug, title, summary: `${title} (Brzoza)`, body: body(title) });
  const both = await call('POST', '/articles', { locale: 'pl', category: 'products', ...text(OWN.pl, 'Orzech') });
  await call('PUT', `/articles/${both.id}/translations/en`, text(OWN.en, 'Walnut'));
  await call('POST', `/articles/${both.id}/publication`);
  const one = await call('POST', '/articles', { locale: 'pl', category: 'products', ...text(ONLY_POLISH, 'Dąb') });
  await call('POST', `/articles/${one.id}/publication`);
}
