import type { Language } from '../../server/tickets/envelopes.ts';
import { fold } from '../../server/words/fold.ts';

/** Words that carry a question but not its meaning, so that whole sentences can be asked. Compared folded. */
const lists: Record<Language, string> = {
  en: `a about after again all also am an and any anyone anything are around as ask at away be because been before being
    best but by can cannot could dear did didn't do does doesn't doing don't done else even ever every few for from get gets
    getting give given go going good got had happen happens has have haven't having he hello help her here hey hi him his
    how i i'd i'll i'm i've if in instead into is isn't it it's its just know let like little long make many may me might
    more most much must my myself need needs never no not now of off often on once one only onto or other our ours out over own
    please question really regarding same say see shall she should since so some somebody something soon still such sure
    take tell than thank thanks that that's the their them then there these they thing things this those though through till
    to too trying under until up upon us use very via want wanted wants was wasn't way we well were what what's when where
    where's which while who whom whose why will wish with within without won't would yes yet you your yours ok okay
    somehow someone anybody able possible usually currently already recently today tomorrow yesterday ago stuff
    roughly exactly anyway left inside oops ages half two three four five ten put got said says typed picked
    constantly normally generally actually basically simply somewhere anywhere nothing everything quite rather straight maybe perhaps
    meanwhile finally suddenly probably`,
  es: `a acerca ahora al algo alguien algun alguna algunas alguno algunos alli ante antes aqui asi aun aunque ayuda bien buenas buenos
    cada casi como con conmigo contra cosa cual cuales cuando cuanta cuantas cuanto cuantos da dado dar de debe deben
    deberia debo decir del demasiado desde despues dia dias donde dos durante e el ella ellas ellos en entonces entre era
    es esa esas ese eso esos esta estaba estan estar estas este esto estos estoy favor forma fue fui gracias ha haber había
    habia hace hacen hacer hacia hago han hasta hay he hemos hice hizo hola hoy igual ir jamas la las le les lo los luego mañana mas
    me mejor menos mi mia mio mis misma mismo mucha muchas mucho muchos muy nada nadie necesito ni ningun ninguna no nos
    nosotros nuestra nuestro nunca o os otra otras otro otros para pasa pasar pero poco podeis podemos poder podria podrian por
    porque posible pregunta pronto puede pueden puedo pues que quien quienes quiere quieren quiero quisiera saber se sea
    segun ser si sido siempre sin sobre sois solo somos son soy su sus tal tambien tampoco tan tanto te tendria tener
    tengo ti tiene tienen toda todas todavia todo todos tras tu tus un una unas uno unos usted ustedes va vais vale vamos
    van ver vez vosotros voy vuestra vuestro y ya yo ayer tarda tardan alguna
    cosas tres cuatro cinco diez medio acabo llevan lleva puse pone poner paso pasos unos rato
    normalmente generalmente realmente simplemente alguna parte bastante quizas acaso constantemente continuamente ver veo
    mirar finalmente probablemente hacedme decidme entonces seguramente directamente`,
  ro: `a abia aceasta această aceea acel acela acele acest acesta aceste acestea acestei acesti acolo acum ai aia aici al ale
    alt alta alte altii am an ar are as asa asta astazi astfel asupra atat atunci au avea avem aveti azi ba bine buna ca cam
    care cat cata cate cati catre ce cea ceea cei cel cele celor ceva chiar cine cineva cu cum cumva cui da daca dar dau de deci deja
    deoarece departe desi despre din dintre doar doresc dupa ea ei el ele era este esti eu ezista fac face facem facut fara fata
    fi fie fiecare fiind fost foarte ia iar ii il imi in inainte inapoi inca insa intr intre isi iti la le li lor lui ma mai mare
    mea mei mele mereu meu mi mine mod mult multa multe multi multumesc ne nevoie ni nici niciodata nimeni nimic niste
    noastra noastre noi nostri nostru nu numai o oare ori orice oricum pai pana pe pentru peste plus poate pot poti prea prin
    putea pute puteti putem putin sa sai salut sale sau sta se si sint sunt sunteti spune spre stiu suntem ta tai tale tau te ti toata toate tot
    toti totul totusi trebuie tu un una unde unei unele unii unor unui unul va vad vi vine vor vostru vrea vreau vrem vreo
    vreti voi vom voiam as ajuta ajutor rog buna ziua ieri maine ea ul lui-am dureaza nevoie
    lucruri lucrurile doua trei patru cinci zece jumatate abia pus scrie cate cativa tot
    mereu obicei normal general undeva nicaieri nimic direct simplu probabil poate cumva oarecum continuu constant vedea vad
    afla aflu spuneti saptamani saptamana zilele incontinuu tocmai abia intre timp`,
  pl: `a aby ach aj albo ale ależ am ani az bardzo bez bo bowiem by być byl byla byli bylo byly bym byc bedzie beda bede chce
    chcę chcialbym chcialabym chyba ci cie ciebie co cos czasem czego czemu czesc czy czyli da dac daje dla dlaczego dlatego do
    dobra dobry dobrze dosc dwa dzien dzis dzisiaj gdy gdyby gdyz gdzie go i ich ile im inna inne inny iz ja jak jaka jakas jaki jakie
    jakim jakis jako jakos je jeden jedna jedno jego jej jemu jest jestem jesli jeszcze jezeli juz kazdy kiedy kilka kto
    ktora ktore ktorego ktorej ktory ktorych ktorym ktorzy ku lub ma macie maja mam mamy mi mial miec mnie mną moc moga moge
    moi moim moja moje mojego mojej moim moimi moich mojemu moj moje mozemy moze mozecie mozesz mozliwe mozna mu musi musze my na nad nam
    nami nas nasz nasza nasze natomiast nia nic nich nie niego niej niemu nigdy nim nimi niz no o ok od ode on ona one oni ono oraz pan pana
    pani panstwo po pod podczas pomoc pomocy pomozcie ponad poniewaz potem potrzebuje powinien powinna prosze prosi przed przede przez przy pytanie raz
    razie roku rowniez sa sam sama se sie skad soba sobie sposob swoj swoja swoje szybko ta tak taka taki takie takze tam te
    tego tej ten teraz tez to toba tobie tu tutaj twoj twoja twoje ty tych tyle tylko tym u w was wasz wasza wasze we wedlug
    wiec wiem wiele witam wlasnie wszystkich wszystkie wszystko wtedy wy z za zaden zapytac zawsze ze zeby zrobic robic
    jutro wczoraj dziekuje trwa
    rzecz rzeczy trzy cztery piec dziesiec polowa wlasnie mniej wiecej srodku pisze da mnostwo
    ciagle wciaz stale zazwyczaj normalnie ogolnie wlasciwie gdzies nigdzie ogole wcale prosto chyba moze pewnie prawdopodobnie
    temu zobaczyc zobacze sprawdzic wiedziec powiedzcie przypadkiem akurat dopiero wreszcie nagle tydzien tygodnie tygodni`,
  ru: `а без был была были было быть в вам вами вас ваш ваша ваше ваши ваши весь во вот все всегда всего всех всю вся вы где да даже
    для до добрый день здравствуйте другой его ее ей ему если есть еще ещё ж же за здесь и из или им ими их к как какая какие какое
    какой каким какую ко когда конечно которая которые который которых кто куда ли либо лучше меня мне мной мог могу может
    можете можно мои моей моем моего мою мой моя моё моё мы на над надо нам нами нас наш наша наше наши не него нее ней нельзя нет нибудь ни
    никогда ним ними них ничего но нужно нужен нужна ну о об один одна однако около он она они оно от очень по под
    подскажите пожалуйста помогите помощь почему после потом почти при про привет просто раз с сам сама своего своей свой свою
    сделать делать дела хочу хотел хотела хотим себе себя сегодня сейчас сколько скоро слишком со спасибо совсем так также такая такие такой там
    тебе тебя тем теперь то тобой тогда того тоже той только том тот три ты у уже хоть хотя чего чей чем через что чтоб чтобы
    чье чья эта эти это этого этой этом этому этот эту я вопрос узнать скажите знать завтра вчера этих такое получается
    какого какому каком какими идет идут длится длятся
    вещь вещи пять десять половина примерно прошло пишут внутри куча
    обычно нормально вообще постоянно всё время нигде прямо просто наверное вероятно посмотреть увидеть увижу
    узнаю скажете случайно недавно наконец вдруг недели неделю неделя`,
};

const sets = new Map(
  Object.entries(lists).map(([locale, words]) => [
    locale,
    new Set(words.split(/\s+/).flatMap((word) => [fold(word), fold(word).replaceAll("'", '')])),
  ]),
);

/** True for a folded word that says nothing about what is asked. */
export function isStopWord(folded: string, locale: Language): boolean {
  return sets.get(locale)?.has(folded) ?? false;
}
