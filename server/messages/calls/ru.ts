import type { CallsTexts } from './en.ts';

export const ru: CallsTexts = {
  card: {
    ringing: 'Входящий звонок',
    answered: 'Идёт разговор',
    ended: 'Звонок завершён',
    missed: 'Пропущенный звонок',
    withheld: 'Номер скрыт',
    fresh: 'Первый звонок с этого номера',
    unproved: 'Этот номер никем не подтверждён',
    speaks: 'Язык: {language}',
    open: 'Открыть клиента',
  },
  line: {
    in: 'Звонок от клиента',
    out: 'Наш звонок',
    ringing: 'телефон звонит',
    answered: 'идёт разговор',
    missed: 'без ответа',
    talked: '{time}, {agent}',
    spoke: '{time}',
  },
  page: {
    title: 'Клиент',
    tickets: 'Обращения',
    noTickets: 'Обращений пока нет.',
    history: 'История',
    missing: 'Такого клиента здесь нет.',
    failed: 'Не удалось прочитать данные клиента.',
  },
};
