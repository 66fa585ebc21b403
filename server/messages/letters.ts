/** Words that our mails to customers bring with them. `{name}`, `{date}` and `{number}` are filled in. */
export interface Letters {
  /** Stands above what an answer repeats; mail programs know such lines and fold what follows. */
  wrote: string;
  /** A mail has come in, and nothing is known of who wrote it: number and words of ours only. */
  received: { subject: string; text: string };
  /** To an address that somebody says is theirs. `{code}` is filled in. */
  code: { subject: string; text: string };
  /** The same, for the page on which requests are followed. */
  pageCode: { subject: string; text: string };
  /** Stands in what tells that a message has come in; `{link}` is the address of the page on which it is followed. */
  follow: string;
}

export const letters: Record<'en' | 'es' | 'ro' | 'pl' | 'ru', Letters> = {
  en: {
    wrote: 'On {date}, {name} wrote:',
    received: {
      subject: 'We have received your message [{number}]',
      text: 'Thank you for writing to us. Your message has arrived and has the number {number}.\n\nWe will answer you by e-mail. If you want to add something, just reply to this message.\n\nThis message was sent automatically.',
    },
    code: {
      subject: 'Your code for our chat',
      text: 'Your code is {code}.\n\nEnter it in the chat in which you gave this e-mail address. It works once, for 15 minutes.\n\nIf you did not ask for it, do nothing: without the code nobody learns anything about you. Never pass it on; we will never ask you for it by telephone or e-mail.\n\nThis message was sent automatically.',
    },
    pageCode: {
      subject: 'Your code for your requests',
      text: 'Your code is {code}.\n\nEnter it on the page of our help centre on which you gave this e-mail address. It works once, for 15 minutes.\n\nIf you did not ask for it, do nothing: without the code nobody learns anything about you. Never pass it on; we will never ask you for it by telephone or e-mail.\n\nThis message was sent automatically.',
    },
    follow: 'Here you can follow it, add to it and send files:\n{link}',
  },
  es: {
    wrote: 'El {date}, {name} escribió:',
    received: {
      subject: 'Hemos recibido tu mensaje [{number}]',
      text: 'Gracias por escribirnos. Tu mensaje ha llegado y tiene el número {number}.\n\nTe contestaremos por correo electrónico. Si quieres añadir algo, responde a este mensaje.\n\nEste mensaje se ha enviado automáticamente.',
    },
    code: {
      subject: 'Tu código para nuestro chat',
      text: 'Tu código es {code}.\n\nEscríbelo en el chat en el que diste esta dirección de correo. Sirve una sola vez, durante 15 minutos.\n\nSi no lo has pedido, no hagas nada: sin el código nadie sabrá nada de ti. No se lo des a nadie; nunca te lo pediremos por teléfono ni por correo.\n\nEste mensaje se ha enviado automáticamente.',
    },
    pageCode: {
      subject: 'Tu código para ver tus solicitudes',
      text: 'Tu código es {code}.\n\nEscríbelo en la página de nuestro centro de ayuda en la que diste esta dirección de correo. Sirve una sola vez, durante 15 minutos.\n\nSi no lo has pedido, no hagas nada: sin el código nadie sabrá nada de ti. No se lo des a nadie; nunca te lo pediremos por teléfono ni por correo.\n\nEste mensaje se ha enviado automáticamente.',
    },
    follow: 'Aquí puedes ver cómo va, añadir algo y enviar archivos:\n{link}',
  },
  ro: {
    wrote: 'Pe {date}, {name} a scris:',
    received: {
      subject: 'Am primit mesajul tău [{number}]',
      text: 'Îți mulțumim că ne-ai scris. Mesajul tău a ajuns la noi și are numărul {number}.\n\nÎți vom răspunde prin e-mail. Dacă vrei să adaugi ceva, răspunde la acest mesaj.\n\nAcest mesaj a fost trimis automat.',
    },
    code: {
      subject: 'Codul tău pentru chatul nostru',
      text: 'Codul tău este {code}.\n\nIntrodu-l în chatul în care ai dat această adresă de e-mail. Este valabil o singură dată, timp de 15 minute.\n\nDacă nu l-ai cerut, nu face nimic: fără cod nimeni nu află nimic despre tine. Nu îl da nimănui; nu ți-l vom cere niciodată la telefon sau prin e-mail.\n\nAcest mesaj a fost trimis automat.',
    },
    pageCode: {
      subject: 'Codul tău pentru solicitările tale',
      text: 'Codul tău este {code}.\n\nIntrodu-l pe pagina centrului nostru de ajutor pe care ai dat această adresă de e-mail. Este valabil o singură dată, timp de 15 minute.\n\nDacă nu l-ai cerut, nu face nimic: fără cod nimeni nu află nimic despre tine. Nu îl da nimănui; nu ți-l vom cere niciodată la telefon sau prin e-mail.\n\nAcest mesaj a fost trimis automat.',
    },
    follow: 'Aici poți vedea în ce stadiu este, poți adăuga ceva și trimite fișiere:\n{link}',
  },
  pl: {
    wrote: 'W dniu {date} {name} pisze:',
    received: {
      subject: 'Otrzymaliśmy Twoją wiadomość [{number}]',
      text: 'Dziękujemy za wiadomość. Dotarła do nas i ma numer {number}.\n\nOdpowiemy e-mailem. Jeśli chcesz coś dodać, po prostu odpowiedz na tę wiadomość.\n\nTa wiadomość została wysłana automatycznie.',
    },
    code: {
      subject: 'Twój kod do naszego czatu',
      text: 'Twój kod to {code}.\n\nWpisz go na czacie, na którym podano ten adres e-mail. Działa raz, przez 15 minut.\n\nJeśli o niego nie prosisz, nie rób nic: bez kodu nikt się o Tobie niczego nie dowie. Nie podawaj go nikomu; nigdy nie poprosimy o niego przez telefon ani e-mailem.\n\nTa wiadomość została wysłana automatycznie.',
    },
    pageCode: {
      subject: 'Twój kod do Twoich zgłoszeń',
      text: 'Twój kod to {code}.\n\nWpisz go na stronie naszego centrum pomocy, na której podano ten adres e-mail. Działa raz, przez 15 minut.\n\nJeśli o niego nie prosisz, nie rób nic: bez kodu nikt się o Tobie niczego nie dowie. Nie podawaj go nikomu; nigdy nie poprosimy o niego przez telefon ani e-mailem.\n\nTa wiadomość została wysłana automatycznie.',
    },
    follow: 'Tutaj możesz śledzić sprawę, coś dopisać i przesłać pliki:\n{link}',
  },
  ru: {
    wrote: '{date} {name} пишет:',
    received: {
      subject: 'Мы получили ваше письмо [{number}]',
      text: 'Спасибо, что написали нам. Ваше письмо получено, его номер {number}.\n\nМы ответим вам по электронной почте. Если хотите что-то добавить, просто ответьте на это письмо.\n\nЭто письмо отправлено автоматически.',
    },
    code: {
      subject: 'Ваш код для нашего чата',
      text: 'Ваш код: {code}.\n\nВведите его в чате, в котором вы указали этот адрес. Он действует один раз, в течение 15 минут.\n\nЕсли вы его не запрашивали, ничего не делайте: без кода никто ничего о вас не узнает. Никому его не сообщайте; мы никогда не попросим его по телефону или по почте.\n\nЭто письмо отправлено автоматически.',
    },
    pageCode: {
      subject: 'Ваш код для просмотра обращений',
      text: 'Ваш код: {code}.\n\nВведите его на странице нашего центра помощи, где вы указали этот адрес. Он действует один раз, в течение 15 минут.\n\nЕсли вы его не запрашивали, ничего не делайте: без кода никто ничего о вас не узнает. Никому его не сообщайте; мы никогда не попросим его по телефону или по почте.\n\nЭто письмо отправлено автоматически.',
    },
    follow: 'Здесь можно следить за обращением, дополнить его и отправить файлы:\n{link}',
  },
};
