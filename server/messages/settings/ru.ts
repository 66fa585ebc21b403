import type { SettingsTexts } from './en.ts';

export const ru: SettingsTexts = {
  title: 'Настройки',
  back: 'Назад к обращениям',
  common: {
    save: 'Сохранить',
    saved: 'Сохранено',
    cancel: 'Отмена',
  },
  groups: { you: 'Вы', people: 'Люди', work: 'Работа', connections: 'Подключения', data: 'Данные' },
  pages: { profile: 'Профиль' },
  profile: {
    lead: 'Как вас видят другие и как выглядит ваш рабочий стол.',
    person: 'Вы',
    name: 'Имя',
    nameHint: 'Его видят клиенты и коллеги.',
    email: 'Адрес эл. почты',
    emailHint: 'С ним вы входите в систему. Изменить его может администратор.',
    signature: 'Подпись',
    signatureHint: 'Стоит в конце ваших писем. Оставьте пустой, если подпись не нужна.',
    look: 'Вид и язык',
    keyboard: 'Клавиатура',
  },
};
