import type { StageTexts } from './en.ts';

export const ru: StageTexts = {
  complaint: {
    received: 'Получена',
    examining: 'Рассматривается',
    decided: 'Решение принято',
    appealed: 'Обжалована',
    withdrawn: 'Отозвана',
  },
  return: {
    requested: 'Запрошен',
    approved: 'Одобрен',
    refused: 'Отклонён',
    labelled: 'Этикетка отправлена',
    'in-transit': 'В пути к нам',
    received: 'Получен',
    inspected: 'Проверен',
    refunded: 'Деньги возвращены',
    exchanged: 'Обменян',
    'sent-back': 'Отправлен обратно',
    withdrawn: 'Отозван',
  },
  inquiry: {
    received: 'Получен',
    answered: 'Есть ответ',
    reopened: 'Открыт снова',
  },
};
