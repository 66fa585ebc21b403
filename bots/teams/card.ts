import type { Language } from '../../server/tickets/envelopes.ts';
import { chatTexts } from '../../server/messages/chats.ts';

/** Buttons that Teams shows without a menu; more become a list. */
const MOST_BUTTONS = 5;

export interface Card {
  contentType: 'application/vnd.microsoft.card.adaptive';
  content: Record<string, unknown>;
}

/**
 * Choices as an Adaptive Card: buttons, or a list to choose from where there are many. What is taken comes back as a
 * message with the choice's label as its text, so that the chat reads as if it was said.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions#adaptive-cards-actions
 */
export function cardOf(choices: readonly { id: string; label: string }[], language: Language): Card {
  const asList = choices.length > MOST_BUTTONS;
  const { choose, send } = chatTexts[language];
  return {
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: {
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.4',
      lang: language,
      body: asList ? [listOf(choices, choose)] : [],
      actions: asList ? [{ type: 'Action.Submit', title: send, data: {} }] : choices.map(button),
    },
  };
}

const button = ({ id, label }: { id: string; label: string }) => ({
  type: 'Action.Submit',
  title: label,
  data: { msteams: { type: 'messageBack', displayText: label, text: label, value: { choice: id, label } } },
});

const listOf = (choices: readonly { id: string; label: string }[], label: string) => ({
  type: 'Input.ChoiceSet',
  id: 'choice',
  style: 'compact',
  label,
  isRequired: true,
  errorMessage: label,
  // A list brings back nothing but the value: the words that people read.
  choices: choices.map(({ label: title }) => ({ title, value: title })),
});

/** The choice that an answered card brings back; a list brings its label alone. */
export function choiceIn(value: unknown): { id: string; label: string } | undefined {
  if (!value || typeof value !== 'object' || !('choice' in value)) return undefined;
  const { choice, label } = value as { choice: unknown; label?: unknown };
  if (typeof choice !== 'string' || choice === '') return undefined;
  return { id: choice.slice(0, 200), label: typeof label === 'string' ? label.slice(0, 500) : choice.slice(0, 200) };
}
