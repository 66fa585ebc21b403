import type { DraftView } from '../../../server/drafts/schema.ts';
import type { AttachmentView } from '../../../server/tickets/schema.ts';
import { ApiError, type Api } from '../../shared/api.ts';

export type Mode = 'reply' | 'note';

/** Whom an e-mail goes to. */
export interface Recipients {
  to: string[];
  cc: string[];
  bcc: string[];
}

/** What is written, as text, and as HTML where it has formatting. */
export interface Content {
  text: string;
  html?: string | undefined;
}

/** What is kept of something begun. */
export interface Begun extends Content, Partial<Recipients> {
  attachments: AttachmentView[];
  /** As whom the mailbox writes, where the writer has chosen; empty: the mailbox itself. */
  identity?: string;
  /** Ids of colleagues whom a note mentions. */
  mentions?: string[];
}

const PREFIX = 'ombud.draft.';
/** Saved when nothing was typed for this long, and while typing every so often. */
const PAUSE = 600;
const LONGEST = 3_000;

/**
 * One draft, kept on the server as it is typed. What is not saved yet also lies on this machine, so that a reload or a
 * lost connection takes nothing. The highest version wins everywhere; it follows the clock.
 */
export class Draft {
  /** Whether everything that was typed is on the server. */
  state: 'kept' | 'waiting' | 'failed' = $state('kept');
  readonly #api: Api;
  readonly #path: string;
  readonly #key: string;
  #version = 0;
  #begun: Begun | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #since = 0;
  #saving: Promise<void> | undefined;

  readonly #overtaken: (view: DraftView) => void;

  /** `overtaken` gets the draft as it is on the server, where that is newer than what was saved. */
  constructor(api: Api, number: number, mode: Mode, overtaken: (view: DraftView) => void) {
    this.#api = api;
    this.#overtaken = overtaken;
    this.#path = `/tickets/${number}/drafts/${mode}`;
    this.#key = `${PREFIX}${number}.${mode}`;
  }

  /** What an earlier visit could not save; it is saved soon. */
  recover(): Begun | undefined {
    const stored = readStored(this.#key);
    if (!stored) return undefined;
    this.#version = stored.version;
    this.#begun = stored.begun;
    this.#later();
    return stored.begun;
  }

  /** A draft as the server has it; true when it is newer than what is here, and counts from now on. */
  take(view: DraftView): boolean {
    if (view.version <= this.#version) return false;
    this.#version = view.version;
    this.forget();
    return true;
  }

  change(begun: Begun): void {
    this.#begun = begun;
    this.#next();
    localStorage.setItem(this.#key, JSON.stringify({ version: this.#version, begun }));
    this.#later();
  }

  /** Saves now what waits to be saved, also what failed before. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#since = 0;
    this.#saving ??= this.#save().finally(() => (this.#saving = undefined));
    await this.#saving;
  }

  /** It is being sent: from the version that is answered on it is over. On this machine it stays until `forget`. */
  end(): number {
    clearTimeout(this.#timer);
    this.#begun = undefined;
    this.state = 'kept';
    this.#next();
    return this.#version;
  }

  forget(): void {
    this.#begun = undefined;
    localStorage.removeItem(this.#key);
    this.state = 'kept';
  }

  #next(): void {
    this.#version = Math.max(Date.now(), this.#version + 1);
  }

  #later(): void {
    this.state = 'waiting';
    this.#since ||= Date.now();
    clearTimeout(this.#timer);
    const left = Math.max(0, this.#since + LONGEST - Date.now());
    this.#timer = setTimeout(() => void this.flush(), Math.min(PAUSE, left));
  }

  async #save(): Promise<void> {
    while (this.#begun) {
      const version = this.#version;
      const { attachments, ...written } = this.#begun;
      try {
        const ids = attachments.map((file) => file.id);
        const saved = await this.#api.put<DraftView>(this.#path, { version, ...written, attachments: ids });
        if (saved.version > this.#version) this.#overtaken(saved);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        this.state = 'failed';
        return;
      }
      if (this.#version === version) this.forget();
    }
  }
}

function readStored(key: string): { version: number; begun: Begun } | undefined {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') ?? undefined;
  } catch {
    localStorage.removeItem(key);
    return undefined;
  }
}
