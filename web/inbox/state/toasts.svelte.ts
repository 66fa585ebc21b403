export interface Toast {
  id: number;
  kind: 'info' | 'error';
  text: string;
  action?: { label: string; run: () => void };
}

/** Short notices in the corner. Errors stay until they are dismissed or twelve seconds have passed. */
export class Toasts {
  items: Toast[] = $state.raw([]);
  #last = 0;

  /** `lifetime` in milliseconds. */
  info(text: string, action?: Toast['action'], lifetime = 4_000): void {
    this.#add({ kind: 'info', text, ...(action ? { action } : {}) }, lifetime);
  }
  error(text: string, action?: Toast['action']): void {
    this.#add({ kind: 'error', text, ...(action ? { action } : {}) }, 12_000);
  }
  dismiss(id: number): void {
    this.items = this.items.filter((toast) => toast.id !== id);
  }

  #add(toast: Omit<Toast, 'id'>, lifetime: number): void {
    const id = ++this.#last;
    this.items = [...this.items.slice(-2), { ...toast, id }];
    setTimeout(() => this.dismiss(id), lifetime);
  }
}
