/** Addresses behind which nobody reads. */
const UNREAD = /^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|mailer-daemon|postmaster|bounces?|notifications?)\b/i;

/** True for an address that nobody reads, by its name. */
export const isUnread = (address: string): boolean => UNREAD.test(address);
