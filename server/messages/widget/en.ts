/** Texts of the chat widget. `{name}` and the like are filled in; plural forms go by Intl.PluralRules. */
export const en = {
  launcher: 'Help and chat',
  close: 'Close',
  back: 'Back',
  unread: { one: '{n} new message', other: '{n} new messages' } as Record<string, string>,

  hello: 'Hello!',
  intro: 'How can we help?',
  searchLabel: 'Search for an answer',
  searchHint: 'Type a question or a word',
  clear: 'Clear',
  suggested: 'Suggested',
  results: 'Answers',
  found: { one: '{n} answer', other: '{n} answers' } as Record<string, string>,
  nothing: 'Nothing found for “{query}”.',
  nothingHint: 'Try another word, or ask us in the chat.',
  searchFailed: 'The search does not answer at the moment.',
  newTab: 'opens in a new tab',
  allArticles: 'All articles',
  startChat: 'Start a chat',
  startChatHint: 'The assistant answers at once. You can ask for a person at any time.',
  goOn: 'Go on with your chat',
  requests: 'My requests',
  callback: 'Have us call you',
};

export type PanelTexts = typeof en;
