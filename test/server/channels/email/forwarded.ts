import { block } from './replies.ts';

/** Forwarded mails, of which everything stays visible. */
export const FORWARDED: { subject: string; text: string }[] = [
  {
    subject: 'Fwd: Invoice',
    text: `See below.\n\n---------- Forwarded message ---------\nFrom: Shop <shop@example.com>\nDate: Mon, Nov 10, 2025 at 12:34 PM\nSubject: Invoice\nTo: <tom@people.example>\n\nYour invoice.`,
  },
  { subject: 'FW: Invoice', text: `See below.\n\n${block('en')}\n\nYour invoice.` },
  { subject: 'RV: Factura', text: `Os lo reenvío.\n\n${block('es')}\n\nSu factura.` },
  { subject: 'PD: Faktura', text: `Przesyłam.\n\n${block('pl')}\n\nFaktura.` },
  {
    subject: 'Fwd: Счёт',
    text: 'Пересылаю.\n\n-------- Пересылаемое сообщение --------\nОт кого: Магазин <shop@example.com>\nДата: 10.11.2025\nТема: Счёт\n\nВаш счёт.',
  },
  {
    subject: 'Fwd: Invoice',
    text: 'Begin forwarded message:\n\n> From: Shop <shop@example.com>\n> Subject: Invoice\n> Date: 10 November 2025 at 12:34\n>\n> Your invoice.',
  },
  {
    subject: 'Fwd: Factură',
    text: 'Vedeți mai jos.\n\n---------- Forwarded message ---------\nDe la: Magazin <shop@example.com>\nDate: lun., 10 nov. 2025\nSubject: Factură\n\nFactura dvs.',
  },
];
