export interface Toast {
  id: number;
  kind: 'info' | 'error';
  text: string;
  actions: Act[];
}

export interface Act {
  label: string;
  run: () => void;
}

/** Short notices in the corner. Errors stay until they are dismissed or twelve seconds have passed. */
export class Toasts {
  items: Toast[] = $state.raw([]);
  #last = 0;

  /** `lifetime` in milliseconds. Answers its id. */
  info(text: string, actions: Act[] = [], lifetime = 4_000): number {
    return this.#add({ kind: 'info', text, actions }, lifetime);
  }
  error(text: string, actions: Act[] = []): void {
    this.#add({ kind: 'error', text, actions }, 12_000);
  }
  dismiss(id: number): void {
    this.items = this.items.filter((toast) => toast.id !== id);
  }

  #add(toast: Omit<Toast, 'id'>, lifetime: number): number {
    const id = ++this.#last;
    // What says the same again takes the place of what said it before.
    const others = this.items.filter((one) => one.kind !== toast.kind || one.text !== toast.text);
    this.items = [...others.slice(-2), { ...toast, id }];
    setTimeout(() => this.dismiss(id), lifetime);
    return id;
  }
}
