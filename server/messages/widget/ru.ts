import type { PanelTexts } from './en.ts';

export const ru: PanelTexts = {
  launcher: 'Помощь и чат',
  close: 'Закрыть',
  back: 'Назад',
  unread: {
    one: '{n} новое сообщение',
    few: '{n} новых сообщения',
    many: '{n} новых сообщений',
    other: '{n} нового сообщения',
  },

  hello: 'Здравствуйте!',
  intro: 'Чем мы можем помочь?',
  searchLabel: 'Найти ответ',
  searchHint: 'Введите вопрос или слово',
  clear: 'Очистить',
  suggested: 'Рекомендуем',
  results: 'Ответы',
  found: { one: '{n} ответ', few: '{n} ответа', many: '{n} ответов', other: '{n} ответа' },
  nothing: 'По запросу «{query}» ничего не нашлось.',
  nothingHint: 'Попробуйте другое слово или спросите нас в чате.',
  searchFailed: 'Поиск сейчас не отвечает.',
  newTab: 'откроется в новой вкладке',
  allArticles: 'Все статьи',
  startChat: 'Начать чат',
  startChatHint: 'Ассистент отвечает сразу. В любой момент можно попросить связать с человеком.',
  goOn: 'Продолжить чат',
  requests: 'Мои обращения',
  callback: 'Мы вам позвоним',
};
