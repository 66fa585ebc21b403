import { en, type InboxTexts } from './en.ts';
export const pl: InboxTexts = en;
