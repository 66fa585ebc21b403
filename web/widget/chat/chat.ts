/** The chat as a part of its own, fetched when somebody is about to write or has written before. */
export { default as ChatView } from './ChatView.svelte';
export { default as styles } from '../styles/chat.css?inline';
