import type { CallsTexts } from './en.ts';

export const ro: CallsTexts = {
  card: {
    ringing: 'Apel primit',
    answered: 'La telefon',
    ended: 'Apel încheiat',
    missed: 'Apel pierdut',
    withheld: 'Număr ascuns',
    fresh: 'Primul apel de la acest număr',
    unproved: 'Nimeni nu a dovedit acest număr',
    speaks: 'Limba: {language}',
    open: 'Deschide clientul',
  },
  line: {
    in: 'Ne-a sunat',
    out: 'Am sunat noi',
    ringing: 'sună acum',
    answered: 'la telefon acum',
    missed: 'fără răspuns',
    talked: '{time} cu {agent}',
    spoke: '{time}',
  },
  page: {
    title: 'Client',
    tickets: 'Tichete',
    noTickets: 'Încă nu există tichete.',
    history: 'Istoric',
    missing: 'Nu există un astfel de client.',
    failed: 'Acest client nu a putut fi citit.',
  },
};
