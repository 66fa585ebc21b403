import type { Language } from '../tickets/envelopes.ts';

/** What came through Telegram and is neither text nor a file is told in these words, in the thread of the ticket. */
export interface TelegramTexts {
  sticker: string;
  contact: string;
  place: string;
  poll: string;
  /** A kind of message that cannot be shown. */
  unshown: string;
  forwarded: string;
  /** Telegram gives files of up to 20 MB; `{size}` in MB. */
  tooLarge: string;
  gone: string;
}

export const telegramTexts: Record<Language, TelegramTexts> = {
  en: {
    sticker: 'Sticker',
    contact: 'Contact card',
    place: 'Place',
    poll: 'Poll',
    unshown: 'Something that can only be seen in Telegram',
    forwarded: 'Forwarded from {name}',
    tooLarge: 'File {name}, {size} MB: too large to be fetched from Telegram',
    gone: 'File {name}: Telegram did not give it',
  },
  es: {
    sticker: 'Sticker',
    contact: 'Tarjeta de contacto',
    place: 'Lugar',
    poll: 'Encuesta',
    unshown: 'Algo que solo se puede ver en Telegram',
    forwarded: 'Reenviado de {name}',
    tooLarge: 'Archivo {name}, {size} MB: demasiado grande para recibirlo de Telegram',
    gone: 'Archivo {name}: Telegram no lo ha entregado',
  },
  ro: {
    sticker: 'Abțibild',
    contact: 'Carte de vizită',
    place: 'Loc',
    poll: 'Sondaj',
    unshown: 'Ceva ce se poate vedea doar în Telegram',
    forwarded: 'Redirecționat de la {name}',
    tooLarge: 'Fișierul {name}, {size} MB: prea mare pentru a fi preluat din Telegram',
    gone: 'Fișierul {name}: Telegram nu l-a predat',
  },
  pl: {
    sticker: 'Naklejka',
    contact: 'Wizytówka',
    place: 'Miejsce',
    poll: 'Ankieta',
    unshown: 'Coś, co można zobaczyć tylko w Telegramie',
    forwarded: 'Przekazano od: {name}',
    tooLarge: 'Plik {name}, {size} MB: za duży, by pobrać go z Telegrama',
    gone: 'Plik {name}: Telegram go nie wydał',
  },
  ru: {
    sticker: 'Стикер',
    contact: 'Визитка',
    place: 'Место',
    poll: 'Опрос',
    unshown: 'Нечто, что можно увидеть только в Telegram',
    forwarded: 'Переслано от: {name}',
    tooLarge: 'Файл {name}, {size} МБ: слишком большой, чтобы получить его из Telegram',
    gone: 'Файл {name}: Telegram его не отдал',
  },
};
