import type { Language } from '../tickets/envelopes.ts';

/** Words of the mail that brings a visitor what was said in their chat. */
export interface TranscriptTexts {
  subject: string;
  intro: string;
  end: string;
  you: string;
  desk: string;
  assistant: string;
}

export const transcriptTexts: Record<Language, TranscriptTexts> = {
  en: {
    subject: 'Your chat with us',
    intro: 'This is what was said in our chat, as you asked in it.',
    end: 'If you did not ask for this, somebody has entered your address by mistake: you can ignore it.\nThis message was sent automatically.',
    you: 'You',
    desk: 'Support',
    assistant: 'Assistant (automated)',
  },
  es: {
    subject: 'Tu conversación con nosotros',
    intro: 'Esto es lo que se dijo en nuestro chat, como pediste en él.',
    end: 'Si no lo has pedido, alguien ha escrito tu dirección por error: puedes ignorarlo.\nEste mensaje se ha enviado automáticamente.',
    you: 'Tú',
    desk: 'Atención al cliente',
    assistant: 'Asistente (automático)',
  },
  ro: {
    subject: 'Discuția ta cu noi',
    intro: 'Iată ce s-a spus în chatul nostru, așa cum ai cerut.',
    end: 'Dacă nu ai cerut acest mesaj, cineva a introdus adresa ta din greșeală: îl poți ignora.\nAcest mesaj a fost trimis automat.',
    you: 'Tu',
    desk: 'Asistență',
    assistant: 'Asistent (automat)',
  },
  pl: {
    subject: 'Twoja rozmowa z nami',
    intro: 'Oto zapis rozmowy na naszym czacie, o który prosisz.',
    end: 'Jeśli o niego nie prosisz, ktoś przez pomyłkę podał Twój adres: możesz zignorować tę wiadomość.\nTa wiadomość została wysłana automatycznie.',
    you: 'Ty',
    desk: 'Obsługa klienta',
    assistant: 'Asystent (automatyczny)',
  },
  ru: {
    subject: 'Ваш разговор с нами',
    intro: 'Вот о чём шла речь в нашем чате, как вы и просили.',
    end: 'Если вы об этом не просили, кто-то по ошибке указал ваш адрес: просто не обращайте внимания.\nЭто письмо отправлено автоматически.',
    you: 'Вы',
    desk: 'Поддержка',
    assistant: 'Ассистент (автоматический)',
  },
};
