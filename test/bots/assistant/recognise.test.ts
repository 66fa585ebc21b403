import { describe, expect, test } from 'vitest';
import { isAngry, recogniseIntent } from '../../../bots/assistant/intent.ts';
import { recogniseLanguage } from '../../../bots/assistant/language.ts';

describe('language', () => {
  test.each([
    ['en', 'my kettle is broken'],
    ['es', 'no funciona el hervidor'],
    ['es', 'donde esta mi paquete'],
    ['ro', 'nu mi-a venit inca pachetul'],
    ['ro', 'aș vrea factura'],
    ['pl', 'nie przyszla jeszcze moja paczka'],
    ['pl', 'poproszę fakturę'],
    ['ru', 'не пришла посылка'],
    ['ru', 'ок'],
  ])('%s: %s', (language, text) => {
    expect(recogniseLanguage(text).language).toBe(language);
  });

  test.each(['ok', '48213', 'A-20931', '👍', 'iPhone 15 Pro'])('%s leaves the language of the page', (text) => {
    expect(recogniseLanguage(text, 'pl').language).toBe('pl');
  });

  test('gives way when the customer switches', () => {
    expect(recogniseLanguage('quiero hablar de mi pedido', 'pl').language).toBe('es');
    expect(recogniseLanguage('dzień dobry, mam pytanie o dostawę', 'en').language).toBe('pl');
  });
});

describe('intent', () => {
  test.each([
    ['complaint', 'the tap of the coffee maker is leaking, very annoying'],
    ['complaint', 'el horno nuevo vino con la puerta rota'],
    ['return', 'aș vrea să trimit înapoi mouse-ul, nu-mi place'],
    ['return', 'хочу вернуть клавиатуру и получить деньги'],
    ['inquiry', 'ile kosztuje wysyłka do paczkomatu?'],
    ['inquiry', 'what payment options do you have?'],
    ['greeting', 'hola!'],
    ['greeting', 'witajcie'],
    ['thanks', 'mulțumesc frumos, e clar'],
    ['thanks', 'спасибо вам огромное'],
    ['person', 'operator'],
    ['person', 'человека, пожалуйста'],
    ['person', 'daj mi człowieka'],
    ['person', 'un agente por favor'],
    ['status', 'unde a ajuns comanda 77120?'],
    ['status', 'any news on ticket 5120?'],
    ['other', 'tell me a joke about pirates'],
    ['other', 'asdkjh qwoeiu'],
  ])('%s: %s', (label, text) => {
    expect(recogniseIntent(text).label).toBe(label);
  });

  test('certainty is a probability, and one strange word gets little', () => {
    expect(recogniseIntent('operator').certainty).toBe(1);
    expect(recogniseIntent('blorptix').certainty).toBeLessThan(0.8);
  });
});

test.each([
  [true, 'THIS IS A DISGRACE!!!'],
  [true, 'sois unos mentirosos, una vergüenza de tienda'],
  [true, 'Rușine să vă fie!! sunteți niște hoți'],
  [true, 'skandal i oszustwo'],
  [true, 'Это позор и обман'],
  [false, 'my headphones broke after two days'],
  [true, 'Este revoltător, sunteți inutili!!!'],
  [true, '¡¡Sois unos inútiles!!'],
  [true, 'Вы бесполезны, это обман'],
  [false, 'IS THE TV IN STOCK'],
  [false, 'dziękuję!!!'],
])('anger %s: %s', (angry, text) => {
  expect(isAngry(text)).toBe(angry);
});
