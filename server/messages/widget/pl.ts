import type { PanelTexts } from './en.ts';

export const pl: PanelTexts = {
  launcher: 'Pomoc i czat',
  close: 'Zamknij',
  back: 'Wstecz',
  unread: {
    one: '{n} nowa wiadomość',
    few: '{n} nowe wiadomości',
    many: '{n} nowych wiadomości',
    other: '{n} nowej wiadomości',
  },

  hello: 'Dzień dobry!',
  intro: 'W czym możemy pomóc?',
  searchLabel: 'Szukaj odpowiedzi',
  searchHint: 'Wpisz pytanie lub słowo',
  clear: 'Wyczyść',
  suggested: 'Polecane',
  results: 'Odpowiedzi',
  found: { one: '{n} odpowiedź', few: '{n} odpowiedzi', many: '{n} odpowiedzi', other: '{n} odpowiedzi' },
  nothing: 'Nic nie znaleziono dla „{query}”.',
  nothingHint: 'Spróbuj innego słowa albo zapytaj nas na czacie.',
  searchFailed: 'Wyszukiwarka chwilowo nie odpowiada.',
  newTab: 'otwiera się w nowej karcie',
  allArticles: 'Wszystkie artykuły',
  startChat: 'Rozpocznij czat',
  startChatHint: 'Asystent odpowiada od razu. W każdej chwili można poprosić o rozmowę z człowiekiem.',
  goOn: 'Wróć do czatu',
  requests: 'Moje zgłoszenia',
  callback: 'Zadzwonimy do Ciebie',
};
