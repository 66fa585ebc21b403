import type { Language } from '../../../../server/tickets/envelopes.ts';
import { WRITTEN } from './written-texts.ts';

/** A reply as a mail program sends it, and what of it its writer wrote. */
export interface Reply {
  client: string;
  language: Language;
  subject: string;
  /** One of both may be missing, as programs do it. */
  text?: string;
  html?: string;
  written: string;
}

const DESK = 'Ombud Support';
const ADDRESS = 'support@desk.example';

const QUOTED = 'Hello,\n\nwhich colour would you like?\nFrom: blue, to: red.\n\nAna\nTicket 1042';
const SUBJECT = 'Re: Hinge of the box [1042]';

const marked = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line ? `> ${line}` : '>'))
    .join('\n');
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const divs = (text: string): string =>
  text
    .split('\n')
    .map((line) => `<div>${escaped(line) || '<br>'}</div>`)
    .join('');
const brs = (text: string): string => escaped(text).replaceAll('\n', '<br>\n');
const mso = (text: string): string =>
  text
    .split('\n')
    .map((line) => `<p class="MsoNormal">${escaped(line) || '<o:p>&nbsp;</o:p>'}</p>`)
    .join('\n');

type Words = Record<Language, string>;
const each = <T>(make: (language: Language) => T): T[] => (['en', 'es', 'ro', 'pl', 'ru'] as const).map(make);

const GMAIL: Words = {
  en: `On Mon, Nov 10, 2025 at 12:34 PM ${DESK} <${ADDRESS}> wrote:`,
  es: `El lun, 10 nov 2025 a las 12:34, ${DESK} (<${ADDRESS}>) escribió:`,
  ro: `În lun., 10 nov. 2025 la 12:34, ${DESK} <${ADDRESS}> a scris:`,
  pl: `pon., 10 lis 2025 o 12:34 ${DESK} <${ADDRESS}> napisał(a):`,
  ru: `пн, 10 нояб. 2025 г. в 12:34, ${DESK} <${ADDRESS}>:`,
};

function gmail(language: Language): Reply[] {
  const [short, long, list] = WRITTEN[language];
  const intro = GMAIL[language];
  // Wrapped at 78 characters before the address, as Gmail does.
  const wrapped = intro.replace(` <`, `\n<`);
  const html = (text: string): string =>
    `<div dir="ltr">${divs(text)}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${escaped(intro)}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">${brs(QUOTED)}</blockquote></div>`;
  const of = (written: string, text: string | undefined, markup: string | undefined): Reply => ({
    client: 'Gmail',
    language,
    subject: SUBJECT,
    written,
    ...(text === undefined ? {} : { text }),
    ...(markup === undefined ? {} : { html: markup }),
  });
  return [
    of(short, `${short}\n\n${intro}\n\n${marked(QUOTED)}\n`, html(short)),
    of(long, `${long}\n\n-- \nTom\n+40 721 000 111\n\n${wrapped}\n\n${marked(QUOTED)}\n`, html(long)),
    of(list, `${list}\n\n${wrapped}\n\n${marked(`${QUOTED}\n${marked('An older mail')}`)}\n`, html(list)),
    of(short, undefined, html(short)),
  ];
}

interface Headers {
  from: string;
  sent: string;
  to: string;
  subject: string;
  date: string;
}
const OUTLOOK: Record<Language, Headers> = {
  en: { from: 'From', sent: 'Sent', to: 'To', subject: 'Subject', date: 'Monday, November 10, 2025 12:34 PM' },
  es: { from: 'De', sent: 'Enviado', to: 'Para', subject: 'Asunto', date: 'lunes, 10 de noviembre de 2025 12:34' },
  ro: { from: 'De la', sent: 'Trimis', to: 'Către', subject: 'Subiect', date: 'luni, 10 noiembrie 2025 12:34' },
  pl: { from: 'Od', sent: 'Wysłane', to: 'Do', subject: 'Temat', date: 'poniedziałek, 10 listopada 2025 12:34' },
  ru: { from: 'От', sent: 'Отправлено', to: 'Кому', subject: 'Тема', date: '10 ноября 2025 г. 12:34' },
};
const ORIGINAL: Words = {
  en: '-----Original Message-----',
  es: '-----Mensaje original-----',
  ro: '-----Mesaj original-----',
  pl: '-----Wiadomość oryginalna-----',
  ru: '-----Исходное сообщение-----',
};
const GET_OUTLOOK: Words = {
  en: 'Get Outlook for iOS<https://aka.ms/o0ukef>',
  es: 'Obtener Outlook para iOS<https://aka.ms/o0ukef>',
  ro: 'Obțineți Outlook pentru iOS<https://aka.ms/o0ukef>',
  pl: 'Pobierz aplikację Outlook dla systemu iOS<https://aka.ms/o0ukef>',
  ru: 'Получить Outlook для iOS<https://aka.ms/o0ukef>',
};

/** The headers that Outlook sets above what it quotes. */
export function block(language: Language, sent = OUTLOOK[language].sent): string {
  const { from, to, subject, date } = OUTLOOK[language];
  return `${from}: ${DESK} <${ADDRESS}>\n${sent}: ${date}\n${to}: Tom <tom@people.example>\n${subject}: ${SUBJECT.slice(4)}`;
}

function outlook(language: Language): Reply[] {
  const [short, long, list] = WRITTEN[language];
  const head = { language, subject: SUBJECT };
  const bold = (text: string): string => text.replace(/^([^:\n]+:)/gm, '<b>$1</b>').replaceAll('\n', '<br>');
  const blockHtml = bold(escaped(block(language)));
  const desktopHtml = `<html><body><div class="WordSection1">${mso(list)}<p class="MsoNormal">&nbsp;</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">${blockHtml}</p></div></div>${mso(QUOTED)}</div></body></html>`;
  const webHtml = `<html><body><div class="elementToProof">${divs(short)}</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif">${blockHtml}</font></div><div>${brs(QUOTED)}</div></body></html>`;
  const desktopSent: Words = { en: 'Sent', es: 'Enviado el', ro: 'Trimis', pl: 'Wysłano', ru: 'Отправлено' };
  const phone = (written: string) =>
    `${written}\n\n${GET_OUTLOOK[language]}\n________________________________\n${block(language)}\n\n${QUOTED}\n`;
  return [
    {
      ...head,
      client: 'Outlook desktop',
      written: short,
      text: `${short}\n\n${block(language, desktopSent[language])}\n\n${QUOTED}\n`,
    },
    {
      ...head,
      client: 'Outlook desktop',
      written: long,
      text: `${long}\n\n${ORIGINAL[language]}\n${block(language, desktopSent[language])}\n\n${QUOTED}\n`,
    },
    { ...head, client: 'Outlook desktop', written: list, html: desktopHtml },
    { ...head, client: 'Outlook web', written: short, html: webHtml },
    {
      ...head,
      client: 'Outlook web',
      written: long,
      text: `${long}\n________________________________\n${block(language)}\n\n${QUOTED}\n`,
    },
    {
      ...head,
      client: 'Outlook web',
      written: list,
      text: `${list}\n\n________________________________\n${block(language).replace(/^([^:\n]+:)/gm, '*$1*')}\n\n${QUOTED}\n`,
    },
    { ...head, client: 'Outlook phone', written: short, text: phone(short) },
    { ...head, client: 'Outlook phone', written: long, text: phone(long) },
    { ...head, client: 'Outlook phone', written: list, text: phone(list).replace('\n\n________', '\n\n\n________') },
  ];
}

const APPLE: Words = {
  en: `On 10 Nov 2025, at 12:34, ${DESK} <${ADDRESS}> wrote:`,
  es: `El 10 nov 2025, a las 12:34, ${DESK} <${ADDRESS}> escribió:`,
  ro: `Pe 10 nov. 2025, la 12:34, ${DESK} <${ADDRESS}> a scris:`,
  pl: `Wiadomość napisana przez ${DESK} <${ADDRESS}> w dniu 10 lis 2025, o godz. 12:34:`,
  ru: `10 нояб. 2025 г., в 12:34, ${DESK} <${ADDRESS}> написал(а):`,
};
const IPHONE: Words = {
  en: 'Sent from my iPhone',
  es: 'Enviado desde mi iPhone',
  ro: 'Trimis de pe iPhone-ul meu',
  pl: 'Wysłane z iPhone’a',
  ru: 'Отправлено с iPhone',
};

function apple(language: Language): Reply[] {
  const [short, long, list] = WRITTEN[language];
  const head = { client: 'Apple Mail', language, subject: SUBJECT };
  const intro = APPLE[language];
  return [
    { ...head, written: short, text: `${short}\n\n${IPHONE[language]}\n\n> ${intro}\n> \n${marked(QUOTED)}\n` },
    { ...head, written: long, text: `${long}\n\n\n> ${intro}\n> \n${marked(QUOTED)}\n` },
    {
      ...head,
      written: list,
      html: `<html><head></head><body style="overflow-wrap: break-word;">${divs(list)}<br><div dir="ltr">${IPHONE[language]}</div><div dir="ltr"><br><blockquote type="cite">${escaped(intro)}<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">${brs(QUOTED)}</div></blockquote></body></html>`,
    },
    { ...head, written: long, text: `${long}\n\n${intro}\n\n${marked(QUOTED)}\n` },
  ];
}

const THUNDERBIRD: Words = {
  en: `On 11/10/25 12:34, ${DESK} wrote:`,
  es: `El 10/11/25 a las 12:34, ${DESK} escribió:`,
  ro: `Pe 10.11.2025 12:34, ${DESK} a scris:`,
  pl: `W dniu 10.11.2025 o 12:34, ${DESK} pisze:`,
  ru: `10.11.2025 12:34, ${DESK} пишет:`,
};

function thunderbird(language: Language): Reply[] {
  const [short, long, list] = WRITTEN[language];
  const head = { client: 'Thunderbird', language, subject: SUBJECT };
  const intro = THUNDERBIRD[language];
  const [first, second] = [`${short}`, list.split('\n')[0] ?? ''];
  return [
    {
      ...head,
      written: short,
      text: `${intro}\n${marked(QUOTED)}\n\n${short}\n\n-- \nTom Whitaker\nhttps://people.example\n`,
    },
    {
      ...head,
      written: `${first}\n\n${second}`,
      text: `${intro}\n> which colour would you like?\n\n${first}\n\n> Ana\n> Ticket 1042\n${second}\n`,
    },
    { ...head, written: long, text: `${long}\n\n${intro}\n${marked(QUOTED)}\n` },
    {
      ...head,
      written: list,
      html: `<!DOCTYPE html><html><body><p>${brs(list)}</p><p><br></p><div class="moz-cite-prefix">${escaped(intro)}<br></div><blockquote type="cite" cite="mid:1@desk.example">${brs(QUOTED)}</blockquote><pre class="moz-signature" cols="72">-- \nTom Whitaker</pre></body></html>`,
    },
  ];
}

const YAHOO: Words = {
  en: `On Monday, November 10, 2025 at 12:34:56 PM GMT+1, ${DESK} <${ADDRESS}> wrote:`,
  es: `El lunes, 10 de noviembre de 2025, 12:34:56 CET, ${DESK} <${ADDRESS}> escribió:`,
  ro: `luni, 10 noiembrie 2025 la 12:34:56 EET, ${DESK} <${ADDRESS}> a scris:`,
  pl: `W dniu poniedziałek, 10 listopada 2025 12:34:56 CET użytkownik ${DESK} <${ADDRESS}> napisał:`,
  ru: `Понедельник, 10 ноября 2025 в 12:34:56 GMT+3, ${DESK} <${ADDRESS}> написал(-а):`,
};
const YAHOO_APP: Words = {
  en: 'Sent from Yahoo Mail for iPhone',
  es: 'Enviado desde Yahoo Mail para iPhone',
  ro: 'Trimis din Yahoo Mail pe Android',
  pl: 'Wysłane z aplikacji Yahoo Mail na urządzeniu Android',
  ru: 'Отправлено из Yahoo Почты для iPhone',
};

function yahoo(language: Language): Reply[] {
  const [short, long, list] = WRITTEN[language];
  const head = { client: 'Yahoo Mail', language, subject: SUBJECT };
  const intro = YAHOO[language];
  return [
    { ...head, written: short, text: ` ${short}\n\n    ${intro}  \n \n ${QUOTED.replaceAll('\n', '\n ')}  \n` },
    { ...head, written: long, text: `${long}\n\n\n${YAHOO_APP[language]}\n\n\n${intro}\n\n${QUOTED}\n\n\n` },
    {
      ...head,
      written: list,
      html: `<html><body><div class="ydp1yahoo-style-wrap"><div dir="ltr">${divs(list)}</div><div><br></div></div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>${escaped(intro)}</div><div><br></div><div>${brs(QUOTED)}</div></div></body></html>`,
    },
  ];
}

const MAILRU: Words = {
  en: `Monday, November 10, 2025, 12:34 PM +03:00 from ${DESK} <${ADDRESS}>:`,
  es: `Lunes, 10 de noviembre de 2025, 12:34 +03:00 de ${DESK} <${ADDRESS}>:`,
  ro: `Luni, 10 noiembrie 2025, 12:34 +03:00 de la ${DESK} <${ADDRESS}>:`,
  pl: `Poniedziałek, 10 listopada 2025, 12:34 +03:00 od ${DESK} <${ADDRESS}>:`,
  ru: `Понедельник, 10 ноября 2025, 12:34 +03:00 от ${DESK} <${ADDRESS}>:`,
};
const MAILRU_APP: Words = {
  en: 'Sent from Mail.ru app for Android',
  es: 'Enviado desde la aplicación Mail para Android',
  ro: 'Trimis din aplicația Mail.ru pentru Android',
  pl: 'Wysłane z aplikacji Mail.ru na Androida',
  ru: 'Отправлено из мобильной Почты Mail.ru',
};

function mailru(language: Language): Reply[] {
  const [short, long, list] = WRITTEN[language];
  const head = { client: 'Mail.ru', language, subject: SUBJECT };
  const intro = MAILRU[language];
  return [
    { ...head, written: short, text: `\n${short}\n \n--\nИван Щербаков\n \n \n>${intro}\n> \n${marked(QUOTED)}\n` },
    { ...head, written: long, text: `${long}\n\n${MAILRU_APP[language]}\n\n${intro}\n\n${QUOTED}\n` },
    {
      ...head,
      written: list,
      html: `<HTML><BODY>${divs(list)}<div>&nbsp;</div><blockquote style="border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;">${escaped(intro)}<br>&nbsp;<div id=""><div class="js-helper js-readmsg-msg">${brs(QUOTED)}</div></div></blockquote></BODY></HTML>`,
    },
  ];
}

/** At least three replies of each program in each language. */
export const REPLIES: Reply[] = [gmail, outlook, apple, thunderbird, yahoo, mailru].flatMap((make) =>
  each(make).flat(),
);
