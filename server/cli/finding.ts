/** What a check found, in a sentence. A problem must be mended, a hint may be. */
export interface Finding {
  level: 'ok' | 'hint' | 'problem';
  text: string;
}
export const ok = (text: string): Finding => ({ level: 'ok', text });
export const hint = (text: string): Finding => ({ level: 'hint', text });
export const problem = (text: string): Finding => ({ level: 'problem', text });
