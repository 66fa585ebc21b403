import { en, type InboxTexts } from './en.ts';
export const es: InboxTexts = en;
