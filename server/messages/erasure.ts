import type { Language } from '../tickets/envelopes.ts';

/** What a certificate of erasure says. `{…}` is filled in. */
export interface ErasureTexts {
  title: string;
  number: string;
  at: string;
  by: string;
  /** Where it was nobody in person. */
  system: string;
  records: string;
  removed: string;
  kind: string;
  count: string;
  keys: string;
  stays: string;
  staysTickets: string;
  staysHashes: string;
  staysLog: string;
  backups: string;
  reached: string;
  unreached: string;
  none: string;
  made: string;
  /** Kinds of what was removed; `{name}` is one without words of its own. */
  kinds: Record<string, string>;
  other: string;
}

export const erasureTexts: Record<Language, ErasureTexts> = {
  en: {
    title: 'Certificate of erasure',
    number: 'Certificate',
    at: 'Erased on',
    by: 'Carried out by',
    system: 'the system',
    records: 'Record of the person',
    removed: 'What was removed',
    kind: 'Kind',
    count: 'Number',
    keys: 'The key with which everything of this person was encrypted is destroyed. What copies of the data from before still hold of it cannot be read by anybody any more.',
    stays: 'What stays',
    staysTickets:
      'Of tickets: number, kind, times and outcome, for reports, without anything that leads to the person.',
    staysHashes:
      'Of incoming items: a keyed hash each, by which one that comes again is known and refused. Nothing can be read from it.',
    staysLog: 'This certificate, which names nobody but who carried it out.',
    backups: 'Backups of the keys',
    reached: 'The keys were destroyed in these backups too:',
    unreached:
      'These backups of the keys could not be reached. Whoever has one of them, a backup of the data from before and the instance key could still read what was erased. Destroy them, or apply the erasure to them:',
    none: 'No backups of the keys are known.',
    made: 'Made on {date}.',
    kinds: {
      Customer: 'Records of the person',
      Identity: 'Addresses and other identities',
      Ticket: 'Tickets made anonymous',
      Message: 'Messages, notes and entries',
      File: 'Files',
      Intake: 'Incoming items as they came',
      Draft: 'Drafts',
      Dialogue: 'States of the assistant',
      Consent: 'Entries about consent',
      SearchPack: 'Search entries',
      Hold: 'Legal holds',
      Order: 'Orders',
      Repair: 'Repairs',
      Callback: 'Callbacks',
      Call: 'Calls',
    },
    other: 'Other entries ({name})',
  },
  es: {
    title: 'Certificado de supresión',
    number: 'Certificado',
    at: 'Fecha de supresión',
    by: 'Realizada por',
    system: 'el sistema',
    records: 'Registro de la persona',
    removed: 'Qué se ha eliminado',
    kind: 'Tipo',
    count: 'Cantidad',
    keys: 'Se ha destruido la clave con la que estaba cifrado todo lo de esta persona. Lo que aún contengan copias anteriores de los datos ya no puede leerlo nadie.',
    stays: 'Qué permanece',
    staysTickets:
      'De los tickets: número, tipo, fechas y resultado, para los informes, sin nada que conduzca a la persona.',
    staysHashes:
      'De los elementos recibidos: un hash con clave de cada uno, para reconocer y rechazar el que vuelva a llegar. De él no se puede leer nada.',
    staysLog: 'Este certificado, que no nombra a nadie salvo a quien la realizó.',
    backups: 'Copias de seguridad de las claves',
    reached: 'Las claves se han destruido también en estas copias:',
    unreached:
      'No se ha podido acceder a estas copias de las claves. Quien tenga una de ellas, una copia anterior de los datos y la clave de la instalación aún podría leer lo suprimido. Destrúyalas o aplíqueles la supresión:',
    none: 'No se conocen copias de seguridad de las claves.',
    made: 'Emitido el {date}.',
    kinds: {
      Customer: 'Registros de la persona',
      Identity: 'Direcciones y otras identidades',
      Ticket: 'Tickets anonimizados',
      Message: 'Mensajes, notas y anotaciones',
      File: 'Archivos',
      Intake: 'Elementos recibidos, tal como llegaron',
      Draft: 'Borradores',
      Dialogue: 'Estados del asistente',
      Consent: 'Anotaciones sobre el consentimiento',
      SearchPack: 'Entradas de búsqueda',
      Hold: 'Retenciones legales',
      Order: 'Pedidos',
      Repair: 'Reparaciones',
      Callback: 'Llamadas acordadas',
      Call: 'Llamadas',
    },
    other: 'Otras entradas ({name})',
  },
  ro: {
    title: 'Certificat de ștergere',
    number: 'Certificat',
    at: 'Data ștergerii',
    by: 'Efectuată de',
    system: 'sistem',
    records: 'Fișa persoanei',
    removed: 'Ce s-a șters',
    kind: 'Fel',
    count: 'Număr',
    keys: 'Cheia cu care erau criptate toate datele acestei persoane a fost distrusă. Ce mai cuprind din ele copii mai vechi ale datelor nu mai poate citi nimeni.',
    stays: 'Ce rămâne',
    staysTickets:
      'Din tichete: numărul, felul, momentele și rezultatul, pentru rapoarte, fără nimic care să ducă la persoană.',
    staysHashes:
      'Din ce a sosit: câte un hash cu cheie, după care este recunoscut și refuzat ce sosește din nou. Din el nu se poate citi nimic.',
    staysLog: 'Acest certificat, care nu numește pe nimeni în afară de cine a efectuat ștergerea.',
    backups: 'Copii de siguranță ale cheilor',
    reached: 'Cheile au fost distruse și în aceste copii:',
    unreached:
      'Aceste copii ale cheilor nu au putut fi găsite. Cine are una dintre ele, o copie mai veche a datelor și cheia instalației ar putea citi încă ce s-a șters. Distrugeți-le sau aplicați-le ștergerea:',
    none: 'Nu se cunosc copii de siguranță ale cheilor.',
    made: 'Întocmit la {date}.',
    kinds: {
      Customer: 'Fișe ale persoanei',
      Identity: 'Adrese și alte identități',
      Ticket: 'Tichete anonimizate',
      Message: 'Mesaje, note și însemnări',
      File: 'Fișiere',
      Intake: 'Intrări, așa cum au sosit',
      Draft: 'Ciorne',
      Dialogue: 'Stări ale asistentului',
      Consent: 'Însemnări despre consimțământ',
      SearchPack: 'Intrări de căutare',
      Hold: 'Blocări legale',
      Order: 'Comenzi',
      Repair: 'Reparații',
      Callback: 'Apeluri programate',
      Call: 'Apeluri',
    },
    other: 'Alte însemnări ({name})',
  },
  pl: {
    title: 'Zaświadczenie o usunięciu danych',
    number: 'Zaświadczenie',
    at: 'Data usunięcia',
    by: 'Wykonano przez',
    system: 'system',
    records: 'Kartoteka osoby',
    removed: 'Co zostało usunięte',
    kind: 'Rodzaj',
    count: 'Liczba',
    keys: 'Klucz, którym zaszyfrowano wszystkie dane tej osoby, został zniszczony. Tego, co zawierają jeszcze wcześniejsze kopie danych, nikt już nie odczyta.',
    stays: 'Co pozostaje',
    staysTickets:
      'Ze zgłoszeń: numer, rodzaj, daty i wynik, na potrzeby raportów, bez niczego, co prowadzi do tej osoby.',
    staysHashes:
      'Z wiadomości przychodzących: po jednym skrócie z kluczem, po którym ta sama wiadomość zostanie rozpoznana i odrzucona. Nic się z niego nie da odczytać.',
    staysLog: 'To zaświadczenie, które nie wymienia nikogo poza osobą, która wykonała usunięcie.',
    backups: 'Kopie zapasowe kluczy',
    reached: 'Klucze zniszczono także w tych kopiach:',
    unreached:
      'Do tych kopii kluczy nie udało się dotrzeć. Kto ma jedną z nich, wcześniejszą kopię danych i klucz instalacji, mógłby jeszcze odczytać usunięte dane. Należy je zniszczyć albo zastosować do nich usunięcie:',
    none: 'Nie są znane żadne kopie zapasowe kluczy.',
    made: 'Sporządzono {date}.',
    kinds: {
      Customer: 'Kartoteki osoby',
      Identity: 'Adresy i inne dane identyfikujące',
      Ticket: 'Zgłoszenia zanonimizowane',
      Message: 'Wiadomości, notatki i wpisy',
      File: 'Pliki',
      Intake: 'Wiadomości przychodzące w oryginale',
      Draft: 'Szkice',
      Dialogue: 'Stany asystenta',
      Consent: 'Wpisy o zgodach',
      SearchPack: 'Wpisy wyszukiwarki',
      Hold: 'Blokady prawne',
      Order: 'Zamówienia',
      Repair: 'Naprawy',
      Callback: 'Umówione rozmowy',
      Call: 'Rozmowy telefoniczne',
    },
    other: 'Inne wpisy ({name})',
  },
  ru: {
    title: 'Акт об удалении данных',
    number: 'Акт',
    at: 'Дата удаления',
    by: 'Исполнитель',
    system: 'система',
    records: 'Запись о человеке',
    removed: 'Что удалено',
    kind: 'Вид',
    count: 'Количество',
    keys: 'Ключ, которым были зашифрованы все данные этого человека, уничтожен. То, что ещё содержат прежние копии данных, больше никто не сможет прочитать.',
    stays: 'Что остаётся',
    staysTickets: 'От обращений: номер, вид, время и исход — для отчётов, без всего, что ведёт к человеку.',
    staysHashes:
      'От входящих сообщений: по одному хешу с ключом, по которому такое же сообщение будет узнано и отклонено. Прочитать по нему ничего нельзя.',
    staysLog: 'Этот акт, в котором не назван никто, кроме того, кто выполнил удаление.',
    backups: 'Резервные копии ключей',
    reached: 'Ключи уничтожены и в этих копиях:',
    unreached:
      'До этих копий ключей добраться не удалось. Тот, у кого есть одна из них, прежняя копия данных и ключ установки, ещё мог бы прочитать удалённое. Уничтожьте их или примените к ним удаление:',
    none: 'О резервных копиях ключей ничего не известно.',
    made: 'Составлен {date}.',
    kinds: {
      Customer: 'Записи о человеке',
      Identity: 'Адреса и другие идентификаторы',
      Ticket: 'Обезличенные обращения',
      Message: 'Сообщения, заметки и записи',
      File: 'Файлы',
      Intake: 'Входящие сообщения в исходном виде',
      Draft: 'Черновики',
      Dialogue: 'Состояния помощника',
      Consent: 'Записи о согласиях',
      SearchPack: 'Записи поиска',
      Hold: 'Юридические блокировки',
      Order: 'Заказы',
      Repair: 'Ремонты',
      Callback: 'Заказанные звонки',
      Call: 'Звонки',
    },
    other: 'Прочие записи ({name})',
  },
};
