import type { SettingsTexts } from './en.ts';

export const ro: SettingsTexts = {
  title: 'Setări',
  back: 'Înapoi la inbox',
  common: {
    save: 'Salvează',
    saved: 'Salvat',
    cancel: 'Renunță',
  },
  groups: { you: 'Tu', people: 'Oameni', work: 'Lucru', connections: 'Conexiuni', data: 'Date' },
  pages: { profile: 'Profil' },
  profile: {
    lead: 'Cum te văd ceilalți și cum vezi tu inboxul.',
    person: 'Tu',
    name: 'Nume',
    nameHint: 'Îl văd clienții și colegii.',
    email: 'Adresă de e-mail',
    emailHint: 'Cu ea te autentifici. Un administrator o poate schimba.',
    signature: 'Semnătură',
    signatureHint: 'Apare la sfârșitul e-mailurilor tale. Las-o goală dacă nu vrei semnătură.',
    look: 'Aspect și limbă',
    keyboard: 'Tastatură',
  },
};
