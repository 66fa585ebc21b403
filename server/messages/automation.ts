/** What rules over time write into a ticket for agents; `{rules}` are their names. */
export const automationNotes: Record<'en' | 'es' | 'ro' | 'pl' | 'ru', { stopped: string }> = {
  en: {
    stopped:
      'Rules went round in a circle here and were switched off: {rules}. Nothing was sent twice. Change them under Settings, Automation, try them and switch them on again.',
  },
  es: {
    stopped:
      'Aquí unas reglas se llamaban unas a otras y se han desactivado: {rules}. Nada se ha enviado dos veces. Cámbialas en Ajustes, Automatización, pruébalas y vuelve a activarlas.',
  },
  ro: {
    stopped:
      'Aici niște reguli se declanșau una pe alta și au fost oprite: {rules}. Nimic nu a fost trimis de două ori. Schimbă-le în Setări, Automatizare, încearcă-le și pornește-le din nou.',
  },
  pl: {
    stopped:
      'Tutaj reguły wywoływały się nawzajem i zostały wyłączone: {rules}. Nic nie zostało wysłane dwa razy. Zmień je w Ustawieniach, w części Automatyzacja, wypróbuj i włącz ponownie.',
  },
  ru: {
    stopped:
      'Здесь правила запускали друг друга и были выключены: {rules}. Ничего не отправлено дважды. Измените их в настройках, в разделе «Автоматизация», проверьте и включите снова.',
  },
};
