import { fold } from '../../../server/words/fold.ts';

/**
 * What an assistant that only reads help pages cannot know or do: that something was approved, paid or changed for this
 * customer, and what it must not ask for. Folded; a draft with any of these is refused even where an article says it.
 */
const PATTERNS = [
  /\b(?:i|we)(?:'ve| have| had|'ll| will|)\b(?: just| already| now| gladly)* (?:approved?|refunded|cancell?ed|issued|credited|granted?|booked|arranged|transferred|reset|upgraded?|extended|confirm(?:ed)?|accepted|waived?|reserved|guaranteed?|promised?|approve)\b/,
  /\byour (?:\w+ ){0,2}(?:refund|return|order|complaint|account|request|claim|exchange|payment|replacement|voucher|discount)\b[^.]{0,40}\b(?:is|are|has been|have been|was|were|got)(?: now| hereby| already)* (?:approved|granted|accepted|confirmed|processed|issued|credited|authorised|authorized|completed|on its way)\b/,
  /\b(?:he|hemos|te he|le hemos|te hemos)\b(?: ya)? (?:aprobado|reembolsado|cancelado|abonado|concedido|tramitado|autorizado|confirmado|anulado|transferido|aceptado|reservado)\b/,
  /\b(?:tu|su) (?:\w+ ){0,2}(?:reembolso|devolucion|pedido|reclamacion|cuenta|solicitud|cambio|pago|vale|descuento)\b[^.]{0,40}\b(?:aprobad|concedid|aceptad|autorizad|confirmad|tramitad|abonad)/,
  /\b(?:am|ti-am|v-am|iti-am) (?:aprobat|rambursat|anulat|creditat|acordat|confirmat|acceptat|rezervat|virat)\b/,
  /\b(?:rambursarea|returul|comanda|reclamatia|contul|cererea|schimbul|plata|voucherul|reducerea)\b[^.]{0,40}\b(?:aprobat|acordat|confirmat|acceptat|autorizat|procesat)/,
  /\b(?:zatwierdzil|zwrocil|anulowal|przyznal|przelal|potwierdzil|zaakceptowal|zarezerwowal|zlecil)(?:ismy|em|am)\b|\b(?:potwierdzam|potwierdzamy|przyznajemy|zatwierdzamy)\b/,
  /\b(?:zwrot|reklamacja|zamowienie|konto|zgloszenie|wymiana|platnosc|bon|rabat)\b[^.]{0,40}\b(?:zostal\w*|jest)(?: juz)? (?:zatwierdzon|przyznan|zaakceptowan|potwierdzon|zrealizowan|wykonan|zlecon)/,
  /(?<!\p{L})(?:мы|я)? ?(?:одобрили|одобрил|вернули|отменили|перечислили|подтвердили|подтверждаем|зачислили|оформили|гарантируем)(?!\p{L})/u,
  /(?<!\p{L})(?:возврат|заказ|жалоба|обращение|обмен|платеж|купон|скидка)\p{L}*(?!\p{L})[^.]{0,40}(?:одобрен|подтвержден|зачислен|произведен|предоставлен)/u,
  /\b(?:send|tell|give|reply|share|write|provide|enter|confirm|type)\b[^.]{0,50}\b(?:passwords?|passcode|pin|cvv|cvc|card (?:number|details)|security code|login details)\b/,
  /\b(?:envia|manda|dinos|dime|danos|escribe|comparte|indica|facilita)\w*\b[^.]{0,50}\b(?:contrasena|pin|cvv|numero de (?:la |tu )?tarjeta|codigo de seguridad)\b/,
  /\b(?:trimite|spune|da|scrie|comunica|confirma)\S*\s[^.]{0,50}\b(?:parola|pin|cvv|numarul cardului|codul de securitate)\b/,
  /\b(?:wyslij|podaj|napisz|przeslij|powiedz|wpisz)\w*\b[^.]{0,50}\b(?:haslo|hasla|pin|cvv|numer(?:u|em)? karty|kod zabezpieczajacy)\b/,
  /(?:отправьте|пришлите|сообщите|напишите|назовите|введите|укажите)[^.]{0,50}(?:пароль|пин|cvv|cvc|номер карты|код безопасности)/u,
];

/** True when a text says that something was done for the customer, or asks for a secret. */
export function claimsDeed(text: string): boolean {
  const folded = fold(text).replace(/[’]/g, "'").replace(/\s+/g, ' ');
  return PATTERNS.some((pattern) => pattern.test(folded));
}
