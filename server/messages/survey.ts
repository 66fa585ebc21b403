interface SurveyTexts {
  /** `{number}` is the ticket's. */
  subject: string;
  question: Record<'complaint' | 'return' | 'inquiry', string>;
  /** Below the marks. */
  rest: string;
  /** For agents; `{score}` of 5. */
  low: string;
}

/** How customers are asked whether they are content, and what agents hear of it. */
export const surveyTexts: Record<'en' | 'es' | 'ro' | 'pl' | 'ru', SurveyTexts> = {
  en: {
    subject: 'How did we do? [#{number}]',
    question: {
      complaint: 'Your complaint is settled. How content are you with how we dealt with it?',
      return: 'Your return is settled. How content are you with how it went?',
      inquiry: 'Your question is answered. How content are you with our answer?',
    },
    rest: 'Choose a mark: a page opens on which you can add a word and send it. We ask you once a month at most.\n\nThis message was sent automatically.',
    low: 'Low mark: {score} of 5. What the customer said to it stands in the ticket’s details.',
  },
  es: {
    subject: '¿Qué tal lo hicimos? [#{number}]',
    question: {
      complaint: 'Tu reclamación está resuelta. ¿Qué te ha parecido nuestra atención?',
      return: 'Tu devolución está resuelta. ¿Qué te ha parecido el proceso?',
      inquiry: 'Tu pregunta tiene respuesta. ¿Qué te ha parecido?',
    },
    rest: 'Elige una nota: se abre una página en la que puedes añadir un comentario y enviarla. Te preguntamos como mucho una vez al mes.\n\nEste mensaje se ha enviado automáticamente.',
    low: 'Nota baja: {score} de 5. Lo que dijo el cliente está en los detalles del ticket.',
  },
  ro: {
    subject: 'Cum ne-am descurcat? [#{number}]',
    question: {
      complaint: 'Reclamația ta este rezolvată. Cât de mulțumit ești de felul în care ne-am ocupat de ea?',
      return: 'Returul tău este rezolvat. Cât de mulțumit ești de cum a decurs?',
      inquiry: 'Ai primit răspuns la întrebarea ta. Cât de mulțumit ești de el?',
    },
    rest: 'Alege o notă: se deschide o pagină pe care poți adăuga un cuvânt și o poți trimite. Te întrebăm cel mult o dată pe lună.\n\nAcest mesaj a fost trimis automat.',
    low: 'Notă mică: {score} din 5. Ce a spus clientul se află în detaliile tichetului.',
  },
  pl: {
    subject: 'Jak nam poszło? [#{number}]',
    question: {
      complaint: 'Twoja reklamacja jest załatwiona. Jak oceniasz to, jak się nią zajęliśmy?',
      return: 'Twój zwrot jest załatwiony. Jak oceniasz jego przebieg?',
      inquiry: 'Odpowiedzieliśmy na Twoje pytanie. Jak oceniasz naszą odpowiedź?',
    },
    rest: 'Wybierz ocenę: otworzy się strona, na której możesz dodać słowo i ją wysłać. Pytamy najwyżej raz w miesiącu.\n\nTa wiadomość została wysłana automatycznie.',
    low: 'Niska ocena: {score} z 5. To, co napisał klient, jest w szczegółach zgłoszenia.',
  },
  ru: {
    subject: 'Как мы справились? [#{number}]',
    question: {
      complaint: 'Ваша жалоба рассмотрена. Довольны ли вы тем, как мы ею занимались?',
      return: 'Ваш возврат завершён. Довольны ли вы тем, как он прошёл?',
      inquiry: 'На ваш вопрос дан ответ. Довольны ли вы им?',
    },
    rest: 'Выберите оценку: откроется страница, где можно добавить пару слов и отправить её. Мы спрашиваем не чаще раза в месяц.\n\nЭто сообщение отправлено автоматически.',
    low: 'Низкая оценка: {score} из 5. Что сказал клиент, видно в данных обращения.',
  },
};
