/**
 * The client id of what answers a new ticket's mail by itself, whoever writes it: of an acknowledgement and the
 * assistant's answer there is one, and whoever is second finds the first.
 */
export const FIRST_ANSWER = 'acknowledgement';
