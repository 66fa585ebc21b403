import type { SettingsTexts } from './en.ts';

export const es: SettingsTexts = {
  title: 'Ajustes',
  back: 'Volver a la bandeja',
  common: {
    save: 'Guardar',
    saved: 'Guardado',
    cancel: 'Cancelar',
  },
  groups: { you: 'Tú', people: 'Personas', work: 'Trabajo', connections: 'Conexiones', data: 'Datos' },
  pages: { profile: 'Perfil' },
  profile: {
    lead: 'Cómo te ven los demás y cómo ves tú la bandeja.',
    person: 'Tú',
    name: 'Nombre',
    nameHint: 'Lo ven los clientes y tus compañeros.',
    email: 'Correo electrónico',
    emailHint: 'Con él inicias sesión. Un administrador puede cambiarlo.',
    signature: 'Firma',
    signatureHint: 'Aparece al final de tus correos. Déjala vacía si no quieres firma.',
    look: 'Aspecto e idioma',
    keyboard: 'Teclado',
  },
};
