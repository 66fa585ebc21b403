import type { DeskFrame, RequestView, VisitorFrame } from '../../../server/channels/webchat/schema.ts';
import type { Chat } from '../state/chat.svelte.ts';
import type { Language, WidgetTexts } from '../text/texts.ts';

/** For as long as the window is open, and on its other pages. */
const KEPT_AS = 'ombud:pass';
/** A desk that has said nothing for so long does not answer. */
const PATIENCE_MS = 15_000;

/** From an address over its code to the list. */
export class Requests {
  step = $state.raw<'looking' | 'address' | 'code' | 'list'>('looking');
  items = $state.raw<RequestView[]>([]);
  /** The desk's: its dates are told everywhere alike. */
  timeZone = $state.raw<string | undefined>();
  /** Name of the text that says what went wrong. */
  problem = $state.raw<'' | keyof WidgetTexts>('');
  email = $state.raw('');
  busy = $state.raw(false);
  private readonly chat: Chat;
  private patience: ReturnType<typeof setTimeout> | undefined;

  constructor(chat: Chat) {
    this.chat = chat;
  }

  /** Listens to the desk until the answer is called. */
  attach(): () => void {
    this.chat.answered = (frame) => this.hear(frame);
    return () => {
      this.chat.answered = undefined;
      clearTimeout(this.patience);
    };
  }

  /** Asks for the list; who has never written has shown nobody who they are. */
  begin(): void {
    if (!this.chat.known) this.step = 'address';
    else void this.ask({ t: 'requests', ...passKept() });
  }

  /** Has a code mailed. */
  sendCode(email: string, locale: Language): void {
    this.email = email.trim();
    if (!/^[^\s@]+@[^\s@]+$/.test(this.email)) this.problem = 'wrongAddress';
    else void this.ask({ t: 'email', email: this.email, locale });
  }

  enter(code: string): void {
    void this.ask({ t: 'code', email: this.email, code: code.trim().slice(0, 20) || '-' });
  }

  private async ask(frame: VisitorFrame & { t: 'requests' | 'email' | 'code' }): Promise<void> {
    this.busy = true;
    this.problem = '';
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.end('failed'), PATIENCE_MS);
    if (!(await this.chat.ask(frame))) this.end('failed');
  }

  private end(problem: typeof this.problem): void {
    clearTimeout(this.patience);
    this.busy = false;
    this.problem = problem;
  }

  private hear(frame: DeskFrame): void {
    if (frame.t === 'email') {
      this.end(frame.state === 'sent' ? '' : frame.state);
      if (frame.state === 'sent') this.step = 'code';
    } else if (frame.t === 'code') {
      this.end(frame.right ? '' : 'codeWrong');
      if (frame.pass) keepPass(frame.pass);
      if (frame.right) void this.ask({ t: 'requests', ...passKept() });
    } else if (frame.t === 'requests') {
      this.end('');
      this.items = frame.items ?? [];
      this.timeZone = frame.timeZone;
      this.step = frame.items ? 'list' : 'address';
    }
  }
}

function passKept(): { pass?: string } {
  try {
    const pass = sessionStorage.getItem(KEPT_AS);
    return pass ? { pass } : {};
  } catch {
    return memory;
  }
}

/** Where storage is forbidden: for as long as this page is there. */
const memory: { pass?: string } = {};

function keepPass(pass: string): void {
  memory.pass = pass;
  try {
    sessionStorage.setItem(KEPT_AS, pass);
  } catch {
    // Then it lasts as long as the page.
  }
}
