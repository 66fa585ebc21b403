/** Mails to our own people. `{name}`, `{link}` and `{until}` are filled in. */
export interface Mail {
  subject: string;
  text: string;
}
export interface Mails {
  /** The first password of somebody who was invited. */
  invitation: Mail;
  /** Another password. */
  reset: Mail;
  /** Written to the admin who tries out whether mail goes out. */
  test: Mail;
}

export const mails: Record<'en' | 'es' | 'ro' | 'pl' | 'ru', Mails> = {
  en: {
    invitation: {
      subject: 'You are invited to the help desk',
      text: 'Hello {name},\n\nyou have been added to the help desk. Choose a password here and you are in:\n\n{link}\n\nThe link works once, until {until}.\n',
    },
    reset: {
      subject: 'Set a new password',
      text: 'Hello {name},\n\nset a new password for the help desk here:\n\n{link}\n\nThe link works once, until {until}. If nobody of your team asked for it, do nothing: your password stays as it is.\n',
    },
    test: {
      subject: 'Test mail from your help desk',
      text: 'Hello {name},\n\nthis mail shows that your help desk can send. Answer it, and your answer becomes a ticket.\n',
    },
  },
  es: {
    invitation: {
      subject: 'Te han invitado al servicio de asistencia',
      text: 'Hola, {name}:\n\nTe han añadido al servicio de asistencia. Elige una contraseña aquí y ya puedes entrar:\n\n{link}\n\nEl enlace sirve una sola vez, hasta el {until}.\n',
    },
    reset: {
      subject: 'Elige una contraseña nueva',
      text: 'Hola, {name}:\n\nElige aquí una contraseña nueva para el servicio de asistencia:\n\n{link}\n\nEl enlace sirve una sola vez, hasta el {until}. Si nadie de tu equipo lo ha pedido, no hagas nada: tu contraseña no cambia.\n',
    },
    test: {
      subject: 'Correo de prueba de tu servicio de asistencia',
      text: 'Hola, {name}:\n\nEste correo demuestra que tu servicio de asistencia puede enviar. Respóndelo y tu respuesta se convertirá en un ticket.\n',
    },
  },
  ro: {
    invitation: {
      subject: 'Ai fost invitat la serviciul de asistență',
      text: 'Bună, {name},\n\nai fost adăugat la serviciul de asistență. Alege aici o parolă și poți intra:\n\n{link}\n\nLinkul funcționează o singură dată, până la {until}.\n',
    },
    reset: {
      subject: 'Alege o parolă nouă',
      text: 'Bună, {name},\n\nalege aici o parolă nouă pentru serviciul de asistență:\n\n{link}\n\nLinkul funcționează o singură dată, până la {until}. Dacă nimeni din echipa ta nu a cerut asta, nu face nimic: parola ta rămâne aceeași.\n',
    },
    test: {
      subject: 'E-mail de test de la serviciul tău de asistență',
      text: 'Bună, {name},\n\nacest e-mail arată că serviciul tău de asistență poate trimite. Răspunde la el, iar răspunsul devine un tichet.\n',
    },
  },
  pl: {
    invitation: {
      subject: 'Zaproszenie do pracy z klientami',
      text: 'Dzień dobry, {name},\n\nmasz już konto w dziale obsługi klienta. Ustaw tutaj hasło i możesz zacząć:\n\n{link}\n\nLink działa jeden raz, do {until}.\n',
    },
    reset: {
      subject: 'Ustaw nowe hasło',
      text: 'Dzień dobry, {name},\n\ntutaj ustawisz nowe hasło do działu obsługi klienta:\n\n{link}\n\nLink działa jeden raz, do {until}. Jeśli nikt z Twojego zespołu o to nie prosił, nie rób nic: hasło pozostanie bez zmian.\n',
    },
    test: {
      subject: 'Wiadomość testowa z Twojego działu obsługi',
      text: 'Dzień dobry, {name},\n\nta wiadomość pokazuje, że dział obsługi może wysyłać pocztę. Odpowiedz na nią, a odpowiedź stanie się zgłoszeniem.\n',
    },
  },
  ru: {
    invitation: {
      subject: 'Вас пригласили в службу поддержки',
      text: 'Здравствуйте, {name}!\n\nВас добавили в службу поддержки. Задайте пароль по этой ссылке, и можно начинать:\n\n{link}\n\nСсылка работает один раз, до {until}.\n',
    },
    reset: {
      subject: 'Задайте новый пароль',
      text: 'Здравствуйте, {name}!\n\nЗдесь можно задать новый пароль для службы поддержки:\n\n{link}\n\nСсылка работает один раз, до {until}. Если никто из вашей команды об этом не просил, ничего не делайте: пароль останется прежним.\n',
    },
    test: {
      subject: 'Проверочное письмо от вашей службы поддержки',
      text: 'Здравствуйте, {name}!\n\nЭто письмо показывает, что ваша служба поддержки может отправлять почту. Ответьте на него, и ответ станет обращением.\n',
    },
  },
};
