import type { Toasts } from './toasts.svelte.ts';

/** Something that can be undone for a while. */
export interface Undoable {
  text: string;
  /** What the button says. */
  label: string;
  /** The ticket on whose screen it can be undone; elsewhere a notice reminds of it. */
  ticket?: number;
  run: () => void;
  /** Milliseconds of the clock. */
  until: number;
}

/** What was done last and can be undone: by Z, or by the button of a notice. */
export class Undo {
  #last: Undoable | undefined;
  /** The notice that offers it. */
  #notice: number | undefined;
  readonly #toasts: Toasts;

  constructor(toasts: Toasts) {
    this.#toasts = toasts;
  }

  /** With a ticket nothing is said before that ticket is left. */
  offer(undoable: Undoable, on?: number | null): void {
    this.#dismiss();
    this.#last = undoable;
    if (undoable.ticket === undefined || (on !== undefined && on !== undoable.ticket)) this.#say(undoable);
  }

  /** Another ticket is on the screen now. */
  left(on: number | null): void {
    const last = this.#current();
    if (last?.ticket !== undefined && last.ticket !== on) this.#say(last);
  }

  forget(): void {
    this.#dismiss();
    this.#last = undefined;
  }

  /** False when there is nothing to undo any more. */
  run(): boolean {
    const last = this.#current();
    this.forget();
    last?.run();
    return last !== undefined;
  }

  /** What is over, or was replaced by something newer, is offered no more. */
  #dismiss(): void {
    if (this.#notice !== undefined) this.#toasts.dismiss(this.#notice);
    this.#notice = undefined;
  }

  #current(): Undoable | undefined {
    return this.#last && this.#last.until > Date.now() ? this.#last : undefined;
  }

  #say({ text, label, until }: Undoable): void {
    this.#dismiss();
    this.#notice = this.#toasts.info(text, [{ label, run: () => this.run() }], Math.max(0, until - Date.now()));
  }
}
