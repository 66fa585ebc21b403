import { en, type InboxTexts } from './en.ts';
export const ro: InboxTexts = en;
