import type { AfterTexts } from './after-en.ts';

export const ru: AfterTexts = {
  notNow: 'Не сейчас',
  save: 'Сохранить',
  addressTitle: 'Уходите? Мы можем ответить по почте.',
  addressHint:
    'Если вас не будет на сайте, ответ придёт на этот адрес. Ответьте на письмо, и оно попадёт в то же обращение.',
  addressLabel: 'you@example.com',
  addressWrong: 'Это не адрес электронной почты.',
  addressKept: 'Если вас не будет, ответ придёт на {address}.',
  transcriptTo: 'Оставьте пустым, чтобы отправить на {address}.',
  transcriptSent: 'Переписка отправлена.',
  transcriptLimited: 'Её недавно запрашивали несколько раз. Попробуйте через час.',
  transcriptOff: 'Отправить туда не удалось.',
  rateTitle: 'Как мы справились?',
  rateThanks: 'Спасибо за оценку!',
  rateComment: 'Что можно сделать лучше?',
  scores: ['Очень плохо', 'Плохо', 'Так себе', 'Хорошо', 'Очень хорошо'],
};
