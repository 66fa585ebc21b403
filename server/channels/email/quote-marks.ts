/**
 * How mail programs mark what they quote, forward and sign with, in our five languages: Gmail, Outlook (desktop, web,
 * phone), Apple Mail, Thunderbird, Yahoo Mail and Mail.ru. Each expression sees one trimmed line.
 */

const VERB =
  'wrote|escribi[óo]|a scris|(?:na)?pisał(?:\\(a\\)|a)?|napisał\\(-a\\)|pisze|пиш[еу]т|написал(?:\\(-?а\\)|а)?|пишут';
const WEEKDAY =
  'mon|tue|wed|thu|fri|sat|sun|lun|mar|mi[ée]|jue|vie|s[áa]b|dom|joi|vin|s[âa]m|dum|pon|wt|[śs]r|czw|pt|pi[ąa]t|sob|ni|пн|вт|ср|чт|пт|сб|вс|пон|вто|сре|чет|пят|суб|вос';
const OPENER = `On|El|[ÎI]n|Pe|La|W dniu|Dnia|Wiadomo[śs][ćc] napisana przez|(?:${WEEKDAY})\\p{L}{0,9}\\.?,|\\d{1,2}[./ -]`;

/** "On Mon, 3 Nov 2025 at 10:12, Ana <ana@example.com> wrote:", the whole of it on one line. */
export const INTRODUCTION = new RegExp(`^(?:${OPENER}).{4,400}$`, 'iu');
export const ENDS_WITH_VERB = new RegExp(`(?:^|[\\s>)])(?:${VERB})\\s*:$`, 'iu');
/** Without a verb: "пн, 3 нояб. 2025 г. в 10:12, Ana <ana@example.com>:", "Wiadomość napisana przez … o godz. 10:12:". */
export const ENDS_WITH_ADDRESS = /<[^<>\s]{1,200}@[^<>\s]{1,200}>\s*:$/u;
export const APPLE_POLISH = /^Wiadomo[śs][ćc] napisana przez .{1,300}:$/iu;
export const DATE = /\b\d{4}\b|\d{1,2}[:.]\d{2}/u;
export const TIME_OR_ADDRESS = /\d{1,2}[:.]\d{2}|[^\s<>]@[^\s<>]/u;

const DASHES = '[-_–—=*\\s]*';
const lineOf = (...words: string[]): RegExp => new RegExp(`^${DASHES}(?:${words.join('|')}):?${DASHES}$`, 'iu');

export const ORIGINAL = lineOf(
  'original message',
  'mensaje original',
  'mesaj(?:ul)? (?:original|ini[țţt]ial)',
  'wiadomo[śs][ćc] oryginalna',
  'oryginalna wiadomo[śs][ćc]',
  '(?:исходное|оригинальное|первоначальное) сообщение',
);
export const FORWARDED = lineOf(
  '(?:begin )?forwarded message',
  '(?:inicio del )?mensaje reenviado',
  '(?:[îi]nceputul? )?(?:mesaj(?:ului|ul)? )(?:redirec[țţt]ionat|transmis mai departe)',
  'wiadomo[śs][ćc] przekazana',
  '(?:tre[śs][ćc] |pocz[ąa]tek )?(?:przekazan|przekazywan|przes[łl]an)(?:a|ej) (?:dalej )?wiadomo[śs](?:[ćc]|ci)',
  '(?:начало )?(?:пересылаемо|пересланно|переадресованно|перенаправленно)(?:е|го) сообщени[ея]',
);
/** Subjects of what somebody passes on. */
export const FORWARD_SUBJECT = /^\s*(?:fwd?|rv|reenv|pd|tr|wg|i|redir|fwrd|пересл|перенаправ)\s*:/iu;

/** The block of headers that Outlook sets above what it quotes. */
export const FROM_HEADER = /^\*?(?:from|de la|de|od|от|от кого)\s?:\*?\s*\S/iu;
export const OTHER_HEADER =
  /^\*?(?:sent|date|to|cc|subject|importance|enviado(?: el)?|fecha|para|asunto|importancia|trimis|data|c[ăa]tre|subiect|importan[țt][ăa]|wys[łl]an[oey]|do|dw|udw|temat|kopia|wa[żz]no[śs][ćc]|отправлено|дата|кому|копия|тема|важность|reply-to)\s?:\*?/iu;
export const RULE = /^[_\-–—=*]{5,}$/u;

/** RFC 3676, 4.3, and how people's programs weaken it. */
export const SIGNATURE = /^(?:--|—|––)$/u;
const DEVICE =
  'iphone|ipad|ios|mac|samsung|galaxy|android|outlook|yahoo|gmail|mail\\.ru|mail|correo|e-?mail|poczt|почт|windows|xiaomi|redmi|huawei|honor|pixel|phone|telefon|tel[ée]fono|m[óo]vil|celular|телефон|смартфон|smartfon|smartphone|thunderbird|proton|tablet|планшет';
const SENT =
  'sent (?:from|via|with|using)|get outlook for|enviado (?:desde|con|a trav[ée]s de)|obt[ée]n(?:er|ga)? outlook|trimis (?:de pe|din|cu|prin)|ob[țţt]ine[țţt]i outlook|desc[ăa]rca[țţt]i outlook|wys[łl]an[eoya] (?:z|ze|przez|za pomoc[ąa])|pobierz (?:aplikacj[ęe]|program)?|отправлено (?:с|из|от|через)|(?:скача(?:ть|йте)|получить|загрузить) outlook|yahoo mail:';
/** "Sent from my iPhone" and the like. */
export const SENT_FROM = new RegExp(`^(?:${SENT})(?=.*(?:${DEVICE}|search)).{0,120}$`, 'iu');
