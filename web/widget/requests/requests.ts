/** The requests of whom it is, as a part of its own, with the proof before it. */
export { default as View } from './Requests.svelte';
export { default as styles } from '../styles/requests.css?inline';
export { requestsTexts as texts } from '../../../server/messages/widget.ts';
