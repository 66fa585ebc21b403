import type { SettingsTexts } from './en.ts';

export const pl: SettingsTexts = {
  title: 'Ustawienia',
  back: 'Wróć do skrzynki',
  common: {
    save: 'Zapisz',
    saved: 'Zapisano',
    cancel: 'Anuluj',
  },
  groups: { you: 'Ty', people: 'Ludzie', work: 'Praca', connections: 'Połączenia', data: 'Dane' },
  pages: { profile: 'Profil' },
  profile: {
    lead: 'Jak widzą Cię inni i jak wygląda Twoja skrzynka.',
    person: 'Ty',
    name: 'Imię i nazwisko',
    nameHint: 'Widzą je klienci i współpracownicy.',
    email: 'Adres e-mail',
    emailHint: 'Służy do logowania. Może go zmienić administrator.',
    signature: 'Podpis',
    signatureHint: 'Znajduje się pod Twoimi e-mailami. Zostaw puste, jeśli nie chcesz podpisu.',
    look: 'Wygląd i język',
    keyboard: 'Klawiatura',
  },
};
