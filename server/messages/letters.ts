/** Words that our mails to customers bring with them. `{name}`, `{date}` and `{number}` are filled in. */
export interface Letters {
  /** Stands above what an answer repeats; mail programs know such lines and fold what follows. */
  wrote: string;
  /** A mail has come in, and nothing is known of who wrote it: number and words of ours only. */
  received: { subject: string; text: string };
}

export const letters: Record<'en' | 'es' | 'ro' | 'pl' | 'ru', Letters> = {
  en: {
    wrote: 'On {date}, {name} wrote:',
    received: {
      subject: 'We have received your message [{number}]',
      text: 'Thank you for writing to us. Your message has arrived and has the number {number}.\n\nWe will answer you by e-mail. If you want to add something, just reply to this message.\n\nThis message was sent automatically.',
    },
  },
  es: {
    wrote: 'El {date}, {name} escribió:',
    received: {
      subject: 'Hemos recibido tu mensaje [{number}]',
      text: 'Gracias por escribirnos. Tu mensaje ha llegado y tiene el número {number}.\n\nTe contestaremos por correo electrónico. Si quieres añadir algo, responde a este mensaje.\n\nEste mensaje se ha enviado automáticamente.',
    },
  },
  ro: {
    wrote: 'Pe {date}, {name} a scris:',
    received: {
      subject: 'Am primit mesajul tău [{number}]',
      text: 'Îți mulțumim că ne-ai scris. Mesajul tău a ajuns la noi și are numărul {number}.\n\nÎți vom răspunde prin e-mail. Dacă vrei să adaugi ceva, răspunde la acest mesaj.\n\nAcest mesaj a fost trimis automat.',
    },
  },
  pl: {
    wrote: 'W dniu {date} {name} pisze:',
    received: {
      subject: 'Otrzymaliśmy Twoją wiadomość [{number}]',
      text: 'Dziękujemy za wiadomość. Dotarła do nas i ma numer {number}.\n\nOdpowiemy e-mailem. Jeśli chcesz coś dodać, po prostu odpowiedz na tę wiadomość.\n\nTa wiadomość została wysłana automatycznie.',
    },
  },
  ru: {
    wrote: '{date} {name} пишет:',
    received: {
      subject: 'Мы получили ваше письмо [{number}]',
      text: 'Спасибо, что написали нам. Ваше письмо получено, его номер {number}.\n\nМы ответим вам по электронной почте. Если хотите что-то добавить, просто ответьте на это письмо.\n\nЭто письмо отправлено автоматически.',
    },
  },
};
