/** What an agent can be told of, and how: in the page, by a sound, by the number in the window's title. */
export const NOTICES = ['mentions', 'assignments', 'deadlines', 'tickets'] as const;
export type Notice = (typeof NOTICES)[number];
export interface NoticeWays {
  page: boolean;
  sound: boolean;
  title: boolean;
}
export interface AgentSettings {
  theme: 'system' | 'light' | 'dark';
  shortcuts: boolean;
  /** Seconds in which an e-mail can be taken back, 0 for none; what was never set is as present.ts says. */
  undoSeconds?: number;
  /** What was never set is as present.ts says. */
  notices?: Partial<Record<Notice, NoticeWays>>;
}
