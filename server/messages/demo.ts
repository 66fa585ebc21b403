import type { Language } from '../tickets/envelopes.ts';

/** Texts of /demo, where the chat widget can be tried: on a sample shop, or on a page of one's own. */
interface DemoTexts {
  title: string;
  notice: string;
  nav: [string, string, string, string];
  language: string;
  season: string;
  headline: string;
  lead: string;
  discover: string;
  popular: string;
  products: Record<'headphones' | 'phone' | 'speaker' | 'watch' | 'router' | 'reader', [name: string, note: string]>;
  add: string;
  promises: [title: string, text: string][];
  help: string;
  footer: string;
  /** On the page of a shop that is there. */
  own: { title: string; headline: string; lead: string };
}

const en: DemoTexts = {
  title: 'Example Electronics',
  notice: 'A sample shop to try the chat. Nothing here is for sale.',
  nav: ['Audio', 'Phones', 'Smart home', 'Help'],
  language: 'Language',
  season: 'New this autumn',
  headline: 'Quiet, wherever you are',
  lead: 'Over-ear headphones that switch the train, the office and the neighbour’s drill off. 38 hours on one charge.',
  discover: 'Discover the headphones',
  popular: 'Popular right now',
  products: {
    headphones: ['Hush 2 headphones', 'Noise cancelling, 38 h'],
    phone: ['Slate 6 phone', '6.1″, 128 GB'],
    speaker: ['Pebble speaker', 'Waterproof, 14 h'],
    watch: ['Loop watch', 'Pulse, GPS, 7 days'],
    router: ['Mesh One router', 'Wi-Fi 6, up to 180 m²'],
    reader: ['Page e-reader', 'Warm light, 7″'],
  },
  add: 'Add to basket',
  promises: [
    ['30 days to return', 'Changed your mind? Send it back.'],
    ['Two years of warranty', 'With our own repair shop.'],
    ['Answers at any hour', 'In the chat at the bottom of the page.'],
  ],
  help: 'Help centre',
  footer: 'A page that comes with Ombud to try the chat widget.',
  own: {
    title: 'Try the chat',
    headline: 'Your chat, as customers see it',
    lead: 'Open it in the corner below and write something: it comes to your agents like any other message.',
  },
};

const es: DemoTexts = {
  title: 'Example Electronics',
  notice: 'Una tienda de muestra para probar el chat. Aquí no se vende nada.',
  nav: ['Audio', 'Móviles', 'Hogar inteligente', 'Ayuda'],
  language: 'Idioma',
  season: 'Novedad de otoño',
  headline: 'Silencio, estés donde estés',
  lead: 'Auriculares que apagan el tren, la oficina y el taladro del vecino. 38 horas con una sola carga.',
  discover: 'Descubrir los auriculares',
  popular: 'Lo más buscado',
  products: {
    headphones: ['Auriculares Hush 2', 'Cancelación de ruido, 38 h'],
    phone: ['Móvil Slate 6', '6,1″, 128 GB'],
    speaker: ['Altavoz Pebble', 'Resistente al agua, 14 h'],
    watch: ['Reloj Loop', 'Pulso, GPS, 7 días'],
    router: ['Router Mesh One', 'Wi-Fi 6, hasta 180 m²'],
    reader: ['Lector Page', 'Luz cálida, 7″'],
  },
  add: 'Añadir a la cesta',
  promises: [
    ['30 días para devolver', '¿Has cambiado de idea? Envíalo de vuelta.'],
    ['Garantía de dos años', 'Con taller de reparación propio.'],
    ['Respuestas a cualquier hora', 'En el chat, al pie de la página.'],
  ],
  help: 'Centro de ayuda',
  footer: 'Una página incluida en Ombud para probar el chat.',
  own: {
    title: 'Prueba el chat',
    headline: 'Tu chat, tal como lo ven los clientes',
    lead: 'Ábrelo en la esquina de abajo y escribe algo: llega a los agentes como cualquier otro mensaje.',
  },
};

const ro: DemoTexts = {
  title: 'Example Electronics',
  notice: 'Un magazin de probă pentru a încerca chatul. Aici nu se vinde nimic.',
  nav: ['Audio', 'Telefoane', 'Casă inteligentă', 'Ajutor'],
  language: 'Limba',
  season: 'Noutatea toamnei',
  headline: 'Liniște, oriunde ai fi',
  lead: 'Căști care opresc trenul, biroul și bormașina vecinului. 38 de ore cu o singură încărcare.',
  discover: 'Descoperă căștile',
  popular: 'Cele mai căutate',
  products: {
    headphones: ['Căști Hush 2', 'Anularea zgomotului, 38 h'],
    phone: ['Telefon Slate 6', '6,1″, 128 GB'],
    speaker: ['Boxă Pebble', 'Rezistentă la apă, 14 h'],
    watch: ['Ceas Loop', 'Puls, GPS, 7 zile'],
    router: ['Router Mesh One', 'Wi-Fi 6, până la 180 m²'],
    reader: ['E-reader Page', 'Lumină caldă, 7″'],
  },
  add: 'Adaugă în coș',
  promises: [
    ['30 de zile pentru retur', 'Te-ai răzgândit? Trimite-l înapoi.'],
    ['Doi ani garanție', 'Cu atelier propriu de reparații.'],
    ['Răspunsuri la orice oră', 'În chatul din josul paginii.'],
  ],
  help: 'Centru de ajutor',
  footer: 'O pagină inclusă în Ombud pentru a încerca chatul.',
  own: {
    title: 'Încearcă chatul',
    headline: 'Chatul tău, așa cum îl văd clienții',
    lead: 'Deschide-l în colțul de jos și scrie ceva: ajunge la agenți ca orice alt mesaj.',
  },
};

const pl: DemoTexts = {
  title: 'Example Electronics',
  notice: 'Przykładowy sklep do wypróbowania czatu. Nic tu nie jest na sprzedaż.',
  nav: ['Audio', 'Telefony', 'Inteligentny dom', 'Pomoc'],
  language: 'Język',
  season: 'Nowość tej jesieni',
  headline: 'Cisza, gdziekolwiek jesteś',
  lead: 'Słuchawki, które wyłączają pociąg, biuro i wiertarkę sąsiada. 38 godzin na jednym ładowaniu.',
  discover: 'Poznaj słuchawki',
  popular: 'Najchętniej wybierane',
  products: {
    headphones: ['Słuchawki Hush 2', 'Redukcja hałasu, 38 godz.'],
    phone: ['Telefon Slate 6', '6,1″, 128 GB'],
    speaker: ['Głośnik Pebble', 'Wodoodporny, 14 godz.'],
    watch: ['Zegarek Loop', 'Puls, GPS, 7 dni'],
    router: ['Router Mesh One', 'Wi-Fi 6, do 180 m²'],
    reader: ['Czytnik Page', 'Ciepłe światło, 7″'],
  },
  add: 'Do koszyka',
  promises: [
    ['30 dni na zwrot', 'Zmiana zdania? Prosimy odesłać.'],
    ['Dwa lata gwarancji', 'Z własnym serwisem.'],
    ['Odpowiedzi o każdej porze', 'Na czacie na dole strony.'],
  ],
  help: 'Centrum pomocy',
  footer: 'Strona dołączona do Ombud, na której można wypróbować czat.',
  own: {
    title: 'Wypróbuj czat',
    headline: 'Twój czat oczami klientów',
    lead: 'Otwórz go w dolnym rogu i napisz coś: trafi do agentów jak każda inna wiadomość.',
  },
};

const ru: DemoTexts = {
  title: 'Example Electronics',
  notice: 'Пример магазина, чтобы попробовать чат. Здесь ничего не продаётся.',
  nav: ['Аудио', 'Телефоны', 'Умный дом', 'Помощь'],
  language: 'Язык',
  season: 'Новинка осени',
  headline: 'Тишина, где бы вы ни были',
  lead: 'Наушники, которые выключают поезд, офис и дрель соседа. 38 часов от одной зарядки.',
  discover: 'Посмотреть наушники',
  popular: 'Сейчас выбирают',
  products: {
    headphones: ['Наушники Hush 2', 'Шумоподавление, 38 ч'],
    phone: ['Телефон Slate 6', '6,1″, 128 ГБ'],
    speaker: ['Колонка Pebble', 'Не боится воды, 14 ч'],
    watch: ['Часы Loop', 'Пульс, GPS, 7 дней'],
    router: ['Роутер Mesh One', 'Wi-Fi 6, до 180 м²'],
    reader: ['Читалка Page', 'Тёплый свет, 7″'],
  },
  add: 'В корзину',
  promises: [
    ['30 дней на возврат', 'Передумали? Отправьте обратно.'],
    ['Два года гарантии', 'И собственная мастерская.'],
    ['Ответы в любой час', 'В чате внизу страницы.'],
  ],
  help: 'Центр помощи',
  footer: 'Страница из состава Ombud, на которой можно попробовать чат.',
  own: {
    title: 'Попробуйте чат',
    headline: 'Ваш чат глазами покупателей',
    lead: 'Откройте его в нижнем углу и напишите что-нибудь: сообщение придёт агентам, как любое другое.',
  },
};

export type { DemoTexts };
export const demoTexts: Record<Language, DemoTexts> = { en, es, ro, pl, ru };
