import type { Language } from '../../tickets/envelopes.ts';

/**
 * What customers of shops ask first, as queries of the search: the start page shows the best article for each, so an
 * article that does not exist is never offered.
 */
export const topics: Record<Language, readonly string[]> = {
  en: ['track parcel', 'return item', 'refund', 'warranty', 'invoice', 'password'],
  es: ['seguimiento del paquete', 'devolver producto', 'reembolso', 'garantía', 'factura', 'contraseña'],
  ro: ['urmărire colet', 'retur produs', 'rambursare', 'garanție', 'factură', 'parolă'],
  pl: ['śledzenie paczki', 'zwrot produktu', 'zwrot pieniędzy', 'gwarancja', 'faktura', 'hasło'],
  ru: ['отследить посылку', 'вернуть товар', 'возврат денег', 'гарантия', 'счёт', 'пароль'],
};
