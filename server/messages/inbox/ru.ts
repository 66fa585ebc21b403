import { en, type InboxTexts } from './en.ts';
export const ru: InboxTexts = en;
