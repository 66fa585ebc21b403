/** What a word says of a moment. */
export type Meaning =
  /** A length of time. */
  | { is: 'unit'; unit: 'minute' | 'hour' | 'day' | 'week' | 'month' }
  /** Days from today. */
  | { is: 'day'; days: number }
  /** 0 is Sunday. */
  | { is: 'weekday'; weekday: number }
  | { is: 'weekend' }
  /** 0 is January. */
  | { is: 'month'; month: number }
  /** A part of the day, by the hour that it stands for. */
  | { is: 'part'; hour: number }
  | { is: 'half' }
  | { is: 'one' }
  | { is: 'next' }
  /** in, za, через: a length of time follows. */
  | { is: 'after' }
  /** at, o, в: a time follows. */
  | { is: 'at' }
  | { is: 'am' }
  | { is: 'pm' }
  /** Says nothing. */
  | { is: 'filler' };

const table = new Map<string, Meaning[]>();

/** Words in one line, of all five languages, without marks above or below the letters. */
function means(meaning: Meaning, words: string): void {
  for (const word of words.split(/\s+/)) table.set(word, [...(table.get(word) ?? []), meaning]);
}

const unit = (name: Extract<Meaning, { is: 'unit' }>['unit'], words: string) =>
  means({ is: 'unit', unit: name }, words);
unit('minute', 'm min mins minute minutes minuto minutos minut minuty minuta minute мин минут минуту минуты');
unit('hour', 'h hr hrs hour hours hora horas ora ore godz godzina godzine godziny godzin ч час часа часов');
unit('day', 'd day days dia dias zi zile dzien dni д день дня дней');
unit('week', 'w wk week weeks semana semanas sem saptamana saptamani sapt tydzien tygodni tygodnie tygodniu tyg');
unit('week', 'неделю недели недель неделя неделе нед');
unit('month', 'month months mes meses luna luni miesiac miesiace miesiecy miesiacu месяц месяца месяцев месяце');

const day = (days: number, words: string) => means({ is: 'day', days }, words);
day(0, 'today hoy azi astazi dzis dzisiaj сегодня');
day(1, 'tomorrow tmrw tmr manana maine jutro завтра');
day(2, 'overmorrow poimaine pojutrze послезавтра');

const weekday = (number: number, words: string) => means({ is: 'weekday', weekday: number }, words);
weekday(1, 'monday mon lunes lun luni lunea lu poniedzialek pon pn понедельник пон пн');
weekday(2, 'tuesday tue tues martes marti martea mar ma wtorek wt вторник вт');
weekday(3, 'wednesday wed miercoles mie miercuri miercurea mi sroda srode sr среда среду ср');
weekday(4, 'thursday thu thur thurs jueves jue joi joia jo czwartek czw четверг чт');
weekday(5, 'friday fri viernes vie vineri vinerea vi piatek pt пятница пятницу пт');
weekday(6, 'saturday sat sabado sab sambata sobota sobote sob суббота субботу сб');
weekday(0, 'sunday sun domingo dom duminica du niedziela niedziele niedz nd воскресенье вс');
means({ is: 'weekend' }, 'weekend finde выходные выходных');

const months = [
  'january jan enero ene ianuarie ian stycznia styczen sty января январь янв',
  'february feb febrero februarie lutego luty lut февраля февраль фев',
  'march mar marzo martie marca marzec марта март мар',
  'april apr abril abr aprilie kwietnia kwiecien kwi апреля апрель апр',
  'may mayo mai maja maj мая май',
  'june jun junio iunie iun czerwca czerwiec cze июня июнь июн',
  'july jul julio iulie iul lipca lipiec lip июля июль июл',
  'august aug agosto ago sierpnia sierpien sie августа август авг',
  'september sep sept septiembre septembrie wrzesnia wrzesien wrz сентября сентябрь сен',
  'october oct octubre octombrie pazdziernika pazdziernik paz октября октябрь окт',
  'november nov noviembre noiembrie listopada listopad lis ноября ноябрь ноя',
  'december dec diciembre dic decembrie grudnia grudzien gru декабря декабрь дек',
];
months.forEach((words, month) => means({ is: 'month', month }, words));

const part = (hour: number, words: string) => means({ is: 'part', hour }, words);
part(9, 'morning manana dimineata rano ranem утром утра');
part(12, 'noon midday mediodia pranz amiaza poludnie полдень');
part(15, 'afternoon tarde dupa-amiaza dupamasa popoludniu popoludnie днем дня');
part(18, 'evening seara wieczorem wieczor вечером вечера');
part(20, 'tonight night noche noapte вечер');

means({ is: 'half' }, 'half media jumatate pol полчаса');
means({ is: 'one' }, 'a an one un una o jedna jeden один одну');
means({ is: 'next' }, 'next proximo proxima siguiente viitoare viitor przyszly przyszlym przyszla nastepny nastepna');
means({ is: 'next' }, 'nastepnym следующий следующую следующее следующей следующем que');
means({ is: 'after' }, 'in en dentro peste za через');
means({ is: 'at' }, 'at las la o ora godzinie godz в');
means({ is: 'am' }, 'am');
means({ is: 'pm' }, 'pm');
means({ is: 'filler' }, 'on the this of until till el los de del por a hasta viene proxima pe pana cea do w we na');
means({ is: 'filler' }, 'ten te to во на до in el clock');

/** What a word can mean; none where it is not known. */
export const meaningsOf = (word: string): readonly Meaning[] => table.get(word) ?? [];
