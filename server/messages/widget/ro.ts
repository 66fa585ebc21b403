import type { PanelTexts } from './en.ts';

export const ro: PanelTexts = {
  launcher: 'Ajutor și chat',
  close: 'Închide',
  back: 'Înapoi',
  unread: { one: '{n} mesaj nou', few: '{n} mesaje noi', other: '{n} de mesaje noi' },

  hello: 'Bună!',
  intro: 'Cu ce te putem ajuta?',
  searchLabel: 'Caută un răspuns',
  searchHint: 'Scrie o întrebare sau un cuvânt',
  clear: 'Șterge',
  suggested: 'Recomandate',
  results: 'Răspunsuri',
  found: { one: '{n} răspuns', few: '{n} răspunsuri', other: '{n} de răspunsuri' },
  nothing: 'Nu am găsit nimic pentru „{query}”.',
  nothingHint: 'Încearcă alt cuvânt sau întreabă-ne în chat.',
  searchFailed: 'Căutarea nu răspunde momentan.',
  newTab: 'se deschide într-o filă nouă',
  allArticles: 'Toate articolele',
  startChat: 'Începe un chat',
  startChatHint: 'Asistentul răspunde imediat. Poți cere oricând să vorbești cu o persoană.',
  goOn: 'Continuă chatul',
  requests: 'Solicitările mele',
  callback: 'Te sunăm noi',
};
