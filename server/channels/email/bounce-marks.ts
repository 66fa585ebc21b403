/** How mail servers that keep to no standard say that a mail was not delivered. */

/** Subjects of Postfix, Exim, qmail, Exchange, Gmail, Yahoo and mail.ru, in our five languages. */
export const BOUNCE_SUBJECT = new RegExp(
  [
    'undeliver(?:ed|able)',
    'delivery status notification',
    'delivery (?:has )?failed',
    'mail delivery (?:failed|failure|system)',
    'failure notice',
    'returned mail',
    'message (?:not|could not be) delivered',
    'no se puede entregar',
    'no entregad[oa]',
    'nu (?:a putut fi|poate fi) livrat',
    'nelivrat',
    'niedostarczon',
    'nie (?:można|udało się) dostarczyć',
    'недоставленн',
    'не доставлено',
    'не удалось доставить',
  ].join('|'),
  'iu',
);
/** Not lost yet. */
export const STILL_TRYING =
  /\b(?:delay(?:ed)?|will (?:be )?retr(?:y|ied)|still (?:being )?tr(?:ying|ied)|temporarily deferred|no action is required|do not need to resend)\b/i;
/** A reply of SMTP in the words of a server (RFC 5321, 4.2). */
export const SMTP_REPLY = /(?:^|[\s:<>"'(])([45])\d\d(?=[\s-][^\n]{0,300}[^\d\s])/m;
