/**
 * What numbers count, and other words that state a fact, as beginnings of folded words in all five languages: `30 days`
 * is another fact than `30 hours`, and `30 working days` a third. `=` stands before a word that is meant as it is.
 */
const UNITS: Record<string, string> = {
  minute: 'minut минут',
  hour: 'hour =hora =horas =ora =ore =orei =orelor godzin =час часов часа =h',
  day: '=day =days =dia =dias =zi =zile =zilei =zilelor =ziua =dzien =dni =dnia =dniach =dniem день =дня днеи =дни сутк суток',
  week: 'week semana saptaman tydzien tygodn недел',
  month: 'month =mes =meses =luna =luni =lunii =lunilor miesiac miesiec месяц',
  year: '=year =years =ano =anos =an =ani =anul =anului =anilor =rok =roku =lat =lata =latach =лет =год =года =году =годов',
  percent: '% percent porcent procent процент =ciento =suta',
  EUR: '€ =euro =euros =eur =евро',
  USD: '$ usd dollar dolar доллар',
  PLN: '=zl =pln zlot злот',
  RON: '=ron =lei =leu леи',
  RUB: '₽ =rub =rur рубл',
  GBP: '£ =gbp =pounds =libras =lire funt фунт',
  kg: '=kg kilo кило =кг',
  km: '=km =км',
  cm: '=cm =см',
  metre: 'metre metro metru metr метр =m =м',
  gram: '=g gram грам =г',
};
const MODIFIERS: Record<string, string> = {
  work: 'working =business laborab habil lucrato robocz рабоч',
  bank: '=bank bancari bancar bankow банковск',
  calendar: 'calendar natural kalendarz календарн',
};
/** Facts without a number; those of one class mean the same. */
const STATED: Record<string, string> = {
  free: '=free gratis gratuit darmow bezplatn бесплатн nothing =nada =nimic =nic ничего',
  double: 'double twice doble dublu dubla podwoj dwukrot двоин вдвое удво triple triplu',
  half: '=half mitad medio =media jumatate polow половин =полгода',
  dozen: 'dozen docena duzin tuzin десятк дюжин',
  lifetime:
    'lifetime forever unlimited vitalici ilimitad siempre viata nelimitat dozywot bezterminow пожизнен бессрочн безлимит',
  always: '=always intotdeauna mereu zawsze всегда',
  never: '=never nunca jamas niciodata nigdy никогда',
  now: 'immediate instant inmediat imediat natychmiast немедлен мгновен',
  today: 'today tonight =hoy astazi =azi dzisiaj =dzis сегодня',
  tomorrow: 'tomorrow =manana =maine =jutro завтра',
  weekend: 'weekend finde =sabado =sabados =sambata sobot суббот =saturday',
  sunday: '=sunday =domingo duminica niedziel воскресен',
  monday: '=monday =lunes poniedzial понедельн',
  tuesday: '=tuesday =martes =marti wtor вторник',
  wednesday: '=wednesday miercol miercuri srod =среда =среду',
  thursday: '=thursday jueves =joi czwart четверг',
  friday: '=friday viernes =vineri piatk =piatek пятниц',
  m1: 'january enero ianuarie styczen styczn январ',
  m2: 'february febrero februarie =luty =lutego феврал',
  m3: '=march =marzo martie =marzec =marca =март =марта =марте',
  m4: 'april =abril aprilie kwiecien kwietn апрел',
  m5: '=mayo =maja =maju =мая =мае',
  m6: '=june =junio iunie czerw июн',
  m7: '=july =julio iulie =lipiec =lipca =lipcu июл',
  m8: 'august agosto sierp август',
  m9: 'september septiembre septembrie wrzes сентябр',
  m10: 'october octubre octombrie pazdzier октябр',
  m11: 'november noviembre noiembrie listopad ноябр',
  m12: 'december diciembre decembrie =grudzien =grudnia =grudniu декабр',
};

interface Beginning {
  word: string;
  whole: boolean;
  name: string;
}

const listOf = (table: Record<string, string>): Beginning[] =>
  Object.entries(table).flatMap(([name, words]) =>
    words.split(' ').map((word) => ({ word: word.replace(/^=/, ''), whole: word.startsWith('='), name })),
  );
const lists = { unit: listOf(UNITS), modifier: listOf(MODIFIERS), stated: listOf(STATED) };

const find = (list: Beginning[], folded: string): string | undefined =>
  list.find(({ word, whole }) => (whole ? folded === word : folded.startsWith(word)))?.name;

/** What a folded word counts: `dni` → day. */
export const unitOf = (folded: string): string | undefined => find(lists.unit, folded);
/** What kind of days they are. */
export const modifierOf = (folded: string): string | undefined => find(lists.modifier, folded);
/** The fact that a word states by itself. */
export const statedBy = (folded: string): string | undefined => find(lists.stated, folded);

/** Long spans that are meant as one when no number stands before them: "within a month". */
export const SPANS: ReadonlySet<string> = new Set(['week', 'month', 'year']);
