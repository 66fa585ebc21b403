import { hydrate } from 'svelte';
import { calmForms } from './forms.ts';
import SearchBox from './parts/SearchBox.svelte';
import { suggestArticles } from './suggest.ts';

// Every page is complete without this: the search and the forms learn to suggest, and forms can't be sent twice by accident.
for (const target of document.querySelectorAll<HTMLElement>('[data-island="search"]')) {
  hydrate(SearchBox, { target, props: JSON.parse(target.dataset.props ?? '{}') });
}
calmForms(document);
suggestArticles(document);
