import type { Corpus, CorpusTicket } from './work.ts';

export const ticket: Corpus['ticket'];
export const mail: Corpus['mail'];
export function person(i: number): CorpusTicket['customer'];
