/** The chat, as a part of its own: fetched when somebody is about to write, or has. */
export { default as View } from './ChatView.svelte';
export { default as styles } from '../styles/chat.css?inline';
export { chatTexts as texts } from '../../../server/messages/widget.ts';
