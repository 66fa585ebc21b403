/** Forms on their way can't be sent again; after the browser's back button they can. */
export function calmForms(root: Document): void {
  for (const form of root.querySelectorAll<HTMLFormElement>('form[data-calm]')) {
    const button = form.querySelector<HTMLButtonElement>('button[type="submit"]');
    if (!button) continue;
    const words = button.textContent;
    form.addEventListener('submit', () => {
      button.setAttribute('aria-disabled', 'true');
      button.textContent = button.dataset.sending ?? words;
    });
    button.addEventListener('click', (event) => {
      if (button.getAttribute('aria-disabled') === 'true') event.preventDefault();
    });
    window.addEventListener('pageshow', () => {
      button.removeAttribute('aria-disabled');
      button.textContent = words;
    });
  }
}
