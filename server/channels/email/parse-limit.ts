/** A mail goes beyond a limit: it is quarantined, the message is the reason. */
export class ParseLimit extends Error {}
