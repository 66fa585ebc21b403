/** Milliseconds of silence before asking: somebody writes, and does not search. */
const PAUSE = 400;
const MOST = 3;
/** Characters. */
const LEAST = 4;
const LONGEST = 300;

interface Hit {
  slug: string;
  locale: string;
  title: string;
}

/** Below what a request is about: articles that may answer it already. They open beside the form, which stays. */
export function suggestArticles(root: Document): void {
  for (const box of root.querySelectorAll<HTMLElement>('[data-suggest]')) {
    const field = root.getElementById(box.dataset.suggest ?? '') as HTMLInputElement | null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asking: AbortController | undefined;
    field?.addEventListener('input', () => {
      clearTimeout(timer);
      asking?.abort();
      const { signal } = (asking = new AbortController());
      timer = setTimeout(() => void suggest(box, field.value.trim(), signal), PAUSE);
    });
  }
}

async function suggest(box: HTMLElement, text: string, signal: AbortSignal): Promise<void> {
  try {
    show(box, text.length < LEAST ? [] : await search(text.slice(0, LONGEST), box.dataset.locale ?? 'en', signal));
  } catch {
    // Overtaken by the next key, or offline: the form goes on without.
  }
}

async function search(q: string, locale: string, signal: AbortSignal): Promise<Hit[]> {
  const query = new URLSearchParams({ q, locale, limit: String(MOST) }).toString();
  const answer = await fetch(`/api/v1/help/search?${query}`, { signal });
  return answer.ok ? ((await answer.json()) as { items: Hit[] }).items : [];
}

function show(box: HTMLElement, hits: readonly Hit[]): void {
  const [title, list] = [box.querySelector('p'), box.querySelector('ul')];
  if (!title || !list) return;
  title.textContent = hits.length > 0 ? (title.dataset['title'] ?? '') : '';
  list.replaceChildren(...hits.map((hit) => asItem(box.ownerDocument, hit)));
}

function asItem(root: Document, { locale, slug, title }: Hit): HTMLElement {
  const link = root.createElement('a');
  link.href = `/help/${locale}/${encodeURIComponent(slug)}`;
  link.target = '_blank';
  link.rel = 'noopener';
  link.lang = locale;
  link.textContent = title;
  const item = root.createElement('li');
  item.append(link);
  return item;
}
