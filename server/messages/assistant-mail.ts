import type { Language } from '../tickets/envelopes.ts';

/** What the assistant writes in a mail. `{number}` and `{title}` are filled in; nothing in it is the customer's own words. */
export interface AssistantMailTexts {
  subject: { answer: string; complaint: string; return: string; person: string };
  /** Under an answer. */
  notThis: string;
  complaint: string;
  return: string;
  /** Above the list of what is missing. */
  missing: string;
  /** What is to be said, one line each. */
  tell: { happened: string; order: string; product: string; reason: string; condition: string };
  wish: { complaint: string; return: string };
  complete: string;
  meanwhile: string;
  person: string;
  sent: string;
}

export const assistantMail: Record<Language, AssistantMailTexts> = {
  en: {
    subject: {
      answer: 'An answer to your question [#{number}]',
      complaint: 'Your complaint [#{number}]',
      return: 'Your return [#{number}]',
      person: 'Your message [#{number}]',
    },
    notThis:
      'Is this not what you wanted to know? Simply reply to this message, and a person will answer you. Your message has the number #{number}.',
    complaint:
      'I am sorry that something has gone wrong. Your complaint is with us under number #{number}; a person will look at it and answer you by e-mail.',
    return:
      'Your return is with us under number #{number}. A person will check it and write to you how to send the item. Please keep it until then.',
    missing: 'So that it goes quickly, please reply to this message and tell us:',
    tell: {
      happened: 'what has happened, and since when',
      order: 'the order number (it stands in the confirmation e-mail)',
      product: 'which product it is about',
      reason: 'why you want to return it',
      condition: 'what condition it is in: unopened, opened, used or damaged',
    },
    wish: {
      complaint: 'what you would like: your money back, a new one or a repair',
      return: 'whether you would like your money back or an exchange',
    },
    complete: 'For now we have all that we need.',
    meanwhile: 'Perhaps this helps in the meantime. From our help pages, “{title}”:',
    person: 'Your message is with us under number #{number}. A person will read it and answer you by e-mail.',
    sent: 'This message was sent automatically.',
  },
  es: {
    subject: {
      answer: 'Una respuesta a tu pregunta [#{number}]',
      complaint: 'Tu reclamación [#{number}]',
      return: 'Tu devolución [#{number}]',
      person: 'Tu mensaje [#{number}]',
    },
    notThis:
      '¿No es lo que querías saber? Responde a este mensaje y te contestará una persona. Tu mensaje tiene el número #{number}.',
    complaint:
      'Siento mucho lo ocurrido. Hemos recibido tu reclamación con el número #{number}; una persona la revisará y te contestará por correo.',
    return:
      'Hemos recibido tu devolución con el número #{number}. Una persona la revisará y te escribirá cómo enviar el producto. Guárdalo hasta entonces.',
    missing: 'Para que vaya más rápido, responde a este mensaje y dinos:',
    tell: {
      happened: 'qué ha pasado y desde cuándo',
      order: 'el número de pedido (está en el correo de confirmación)',
      product: 'de qué producto se trata',
      reason: 'por qué quieres devolverlo',
      condition: 'en qué estado está: sin abrir, abierto, usado o dañado',
    },
    wish: {
      complaint: 'qué prefieres: el dinero, uno nuevo o una reparación',
      return: 'si prefieres el dinero o un cambio',
    },
    complete: 'De momento tenemos todo lo que necesitamos.',
    meanwhile: 'Quizá esto te sirva mientras tanto. De nuestra ayuda, «{title}»:',
    person: 'Hemos recibido tu mensaje con el número #{number}. Una persona lo leerá y te contestará por correo.',
    sent: 'Este mensaje se ha enviado automáticamente.',
  },
  ro: {
    subject: {
      answer: 'Un răspuns la întrebarea ta [#{number}]',
      complaint: 'Reclamația ta [#{number}]',
      return: 'Returul tău [#{number}]',
      person: 'Mesajul tău [#{number}]',
    },
    notThis:
      'Nu este ceea ce voiai să știi? Răspunde la acest mesaj și îți va scrie o persoană. Mesajul tău are numărul #{number}.',
    complaint:
      'Îmi pare rău pentru ce s-a întâmplat. Reclamația ta este la noi cu numărul #{number}; o persoană o verifică și îți răspunde prin e-mail.',
    return:
      'Returul tău este la noi cu numărul #{number}. O persoană îl verifică și îți scrie cum trimiți produsul. Te rog păstrează-l până atunci.',
    missing: 'Ca să meargă mai repede, răspunde la acest mesaj și spune-ne:',
    tell: {
      happened: 'ce s-a întâmplat și de când',
      order: 'numărul comenzii (îl găsești în e-mailul de confirmare)',
      product: 'despre ce produs este vorba',
      reason: 'de ce vrei să îl returnezi',
      condition: 'în ce stare este: nedesfăcut, desfăcut, folosit sau deteriorat',
    },
    wish: {
      complaint: 'ce preferi: banii înapoi, unul nou sau o reparație',
      return: 'dacă preferi banii înapoi sau un schimb',
    },
    complete: 'Deocamdată avem tot ce ne trebuie.',
    meanwhile: 'Poate te ajută asta între timp. Din paginile noastre de ajutor, „{title}”:',
    person: 'Mesajul tău este la noi cu numărul #{number}. O persoană îl citește și îți răspunde prin e-mail.',
    sent: 'Acest mesaj a fost trimis automat.',
  },
  pl: {
    subject: {
      answer: 'Odpowiedź na Twoje pytanie [#{number}]',
      complaint: 'Twoja reklamacja [#{number}]',
      return: 'Twój zwrot [#{number}]',
      person: 'Twoja wiadomość [#{number}]',
    },
    notThis:
      'To nie to, o co chodziło? Wystarczy odpowiedzieć na tę wiadomość, a odpisze człowiek. Twoja wiadomość ma numer #{number}.',
    complaint:
      'Przykro mi, że coś poszło nie tak. Reklamacja jest u nas pod numerem #{number}; zajmie się nią człowiek i odpowie e-mailem.',
    return:
      'Zwrot jest u nas pod numerem #{number}. Sprawdzi go człowiek i napisze, jak odesłać produkt. Do tego czasu proszę go zachować.',
    missing: 'Aby poszło szybciej, proszę odpowiedzieć na tę wiadomość i podać:',
    tell: {
      happened: 'co się stało i od kiedy',
      order: 'numer zamówienia (jest w e-mailu z potwierdzeniem)',
      product: 'którego produktu to dotyczy',
      reason: 'powód zwrotu',
      condition: 'w jakim jest stanie: nieotwarty, otwarty, używany czy uszkodzony',
    },
    wish: {
      complaint: 'czego oczekujesz: zwrotu pieniędzy, nowego produktu czy naprawy',
      return: 'czy ma to być zwrot pieniędzy, czy wymiana',
    },
    complete: 'Na razie mamy wszystko, czego potrzebujemy.',
    meanwhile: 'Być może to już teraz pomoże. Z naszych stron pomocy, „{title}”:',
    person: 'Twoja wiadomość jest u nas pod numerem #{number}. Przeczyta ją człowiek i odpowie e-mailem.',
    sent: 'Ta wiadomość została wysłana automatycznie.',
  },
  ru: {
    subject: {
      answer: 'Ответ на ваш вопрос [#{number}]',
      complaint: 'Ваша жалоба [#{number}]',
      return: 'Ваш возврат [#{number}]',
      person: 'Ваше письмо [#{number}]',
    },
    notThis:
      'Вы хотели узнать не это? Просто ответьте на это письмо, и вам напишет сотрудник. Номер вашего письма: #{number}.',
    complaint:
      'Мне жаль, что так вышло. Ваша жалоба принята под номером #{number}; её рассмотрит сотрудник и ответит по электронной почте.',
    return:
      'Ваш возврат принят под номером #{number}. Сотрудник проверит его и напишет, как отправить товар. Пожалуйста, сохраните его до этого.',
    missing: 'Чтобы дело пошло быстрее, ответьте на это письмо и сообщите:',
    tell: {
      happened: 'что случилось и когда это началось',
      order: 'номер заказа (он указан в письме с подтверждением)',
      product: 'о каком товаре речь',
      reason: 'почему вы хотите его вернуть',
      condition: 'в каком он состоянии: не вскрыт, вскрыт, использован или повреждён',
    },
    wish: {
      complaint: 'чего вы хотите: вернуть деньги, получить новый товар или ремонт',
      return: 'вернуть деньги или обменять товар',
    },
    complete: 'Пока у нас есть всё, что нужно.',
    meanwhile: 'Возможно, пока поможет это. С наших страниц помощи, «{title}»:',
    person: 'Ваше письмо принято под номером #{number}. Его прочитает сотрудник и ответит по электронной почте.',
    sent: 'Это письмо отправлено автоматически.',
  },
};
