export type Mode = 'reply' | 'note';

const PREFIX = 'ombud.draft.';

/** What was being written, per ticket and mode, on this machine. */
export const drafts = {
  read(number: number, mode: Mode): string {
    return localStorage.getItem(`${PREFIX}${number}.${mode}`) ?? '';
  },
  write(number: number, mode: Mode, text: string): void {
    const key = `${PREFIX}${number}.${mode}`;
    if (text.trim()) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
  },
  /** The mode to show first: a note that was begun, else the reply. */
  mode(number: number): Mode {
    return !this.read(number, 'reply') && this.read(number, 'note') ? 'note' : 'reply';
  },
};
