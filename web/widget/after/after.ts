/** What comes after the talking, as a part of its own: fetched when somebody waits, is done, or wants a transcript. */
export { default as View } from './After.svelte';
export { default as styles } from '../styles/after.css?inline';
export { afterTexts as texts } from '../../../server/messages/widget.ts';
