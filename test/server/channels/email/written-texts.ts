import type { Language } from '../../../../server/tickets/envelopes.ts';

/** What was written: short, with paragraphs and a sign-off, and with a list. */
export const WRITTEN: Record<Language, [string, string, string]> = {
  en: [
    'Yes, the blue one please.',
    'Hello,\n\nthe box arrived on Monday: the left hinge is broken.\nOrder 100234, delivered on 3.11.2025.\n\nBest regards,\nTom Whitaker',
    'Thanks for the quick answer. Two things are missing:\n\n- the charger\n- the manual - wrote you about it before\n\nCan you send both?',
  ],
  es: [
    'Sí, el azul por favor.',
    'Hola:\n\nla caja llegó el lunes: la bisagra izquierda está rota.\nPedido 100234, entregado el 3/11/2025.\n\nUn saludo,\nLucía Fernández',
    'Gracias por la respuesta. Faltan dos cosas:\n\n- el cargador\n- el manual\n\n¿Pueden enviar las dos?',
  ],
  ro: [
    'Da, cel albastru, vă rog.',
    'Bună ziua,\n\ncutia a ajuns luni: balamaua din stânga este ruptă.\nComanda 100234, livrată pe 3.11.2025.\n\nCu stimă,\nIoana Marinescu',
    'Mulțumesc pentru răspuns. Lipsesc două lucruri:\n\n- încărcătorul\n- manualul\n\nLe puteți trimite?',
  ],
  pl: [
    'Tak, poproszę niebieski.',
    'Dzień dobry,\n\npaczka przyszła w poniedziałek: lewy zawias jest złamany.\nZamówienie 100234, dostarczone 3.11.2025.\n\nPozdrawiam\nBenedykt Żółć',
    'Dziękuję za szybką odpowiedź. Brakuje dwóch rzeczy:\n\n- ładowarki\n- instrukcji\n\nCzy można je dosłać?',
  ],
  ru: [
    'Да, синий, пожалуйста.',
    'Здравствуйте!\n\nКоробка пришла в понедельник: левая петля сломана.\nЗаказ 100234, доставлен 3.11.2025.\n\nС уважением,\nИван Щербаков',
    'Спасибо за быстрый ответ. Не хватает двух вещей:\n\n- зарядного устройства\n- инструкции\n\nМожете прислать?',
  ],
};
