import { describe, expect, test } from 'vitest';
import { readActivity, readChat, chatOf } from '../../../bots/teams/activity.ts';
import { partsOf } from '../../../bots/teams/compose.ts';
import { mentionsBot, saidIn } from '../../../bots/teams/text.ts';
import { BOT, person, personal } from '../../support/teams.ts';

const connector = { serviceUrl: 'https://smba.trafficmanager.net/emea/' };
const ana = person('Ana');
const mention = { type: 'mention', mentioned: BOT, text: `<at>${BOT.name}</at>` };
const activity = (more: object) => {
  const read = readActivity(Buffer.from(JSON.stringify(personal(connector, ana, more))));
  if (!read) throw new Error('not an activity');
  return read;
};
const html = (content: string, more: object = {}) =>
  saidIn(activity({ text: 'as text', attachments: [{ contentType: 'text/html', content }], ...more }));

describe('what was said', () => {
  test.each([
    ['plain words', { text: 'Hello  there\r\n\r\nagain ' }, 'Hello  there\n\nagain'],
    ['the bot’s name', { text: `<at>${BOT.name}</at> hello`, entities: [mention] }, 'hello'],
    [
      'its name twice, and in the middle',
      { text: `Hi <at>${BOT.name}</at>, help <at>${BOT.name}</at>`, entities: [mention] },
      'Hi , help',
    ],
    [
      'others who are named',
      {
        text: `<at>${BOT.name}</at> ask <at>Ewa</at>`,
        entities: [mention, { type: 'mention', mentioned: { id: '29:x', name: 'Ewa' }, text: '<at>Ewa</at>' }],
      },
      'ask Ewa',
    ],
    [
      'characters that HTML would take for markup',
      { text: '1 &lt; 2 &amp;&amp; 3 &gt; 2&nbsp;&quot;x&quot;' },
      '1 < 2 && 3 > 2 "x"',
    ],
    ['what looks like markup and is none', { text: 'a < b > c' }, 'a < b > c'],
    ['control characters', { text: 'a\u0000b\u0007c' }, 'abc'],
  ])('%s', (_what, more, expected) => {
    expect(saidIn(activity(more))).toEqual({ text: expected });
  });

  test('HTML becomes text, and stays beside it where it says more', () => {
    expect(html('<p>One</p><p>Two<br>three</p>')).toEqual({ text: 'One\nTwo\nthree' });
    const list = html('<div>Both <b>are</b> broken:<ul><li>lamp</li><li>chair</li></ul></div>');
    expect(list.text).toBe('Both are broken:\n * lamp\n * chair');
    expect(list.html).toContain('<b>are</b>');
    const link = html('<p><a href="https://x.example/a" onclick="alert(1)">here</a><script>alert(1)</script></p>');
    expect(link.text).toBe('here (https://x.example/a)');
    expect(link.html).not.toMatch(/onclick|script/);
  });

  test('the bot’s name goes from HTML too, and pictures do; an answer to a message folds what it repeats', () => {
    const span = `<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">${BOT.name}</span>`;
    expect(html(`<div>${span}&nbsp;hello<img src="https://x.example/1.png"></div>`, { entities: [mention] })).toEqual({
      text: 'hello',
    });
    const reply = html(
      '<blockquote itemtype="http://schema.skype.com/Reply"><strong>Desk</strong><p>Which one?</p></blockquote><p>The lamp.</p>',
    );
    expect(reply.text).toMatch(/^> Desk/);
    expect(reply.text.slice(reply.folds?.[0]?.end).trim()).toBe('The lamp.');
  });

  test('a hundred thousand openings end in good time', () => {
    const [at, tags] = ['<at>'.repeat(60_000), '<b>'.repeat(60_000)];
    expect(saidIn(activity({ text: at, entities: [mention] })).text).toBe('');
    expect(html(`${tags}x`).text).toContain('x');
  });

  test('the bot is spoken to where it is mentioned, not where somebody else is', () => {
    expect(mentionsBot(activity({ entities: [mention] }))).toBe(true);
    expect(mentionsBot(activity({ entities: [{ ...mention, mentioned: ana }] }))).toBe(false);
  });
});

test('a chat’s address leads back to it, and nothing else does', () => {
  const given = activity({});
  expect(readChat(chatOf(given))).toEqual({
    serviceUrl: connector.serviceUrl,
    conversation: { id: given.conversation.id },
  });
  const thread = { ...given, conversation: { id: '19:team@thread.tacv2;messageid=1/2 %' } };
  expect(readChat(chatOf(thread))?.conversation).toEqual(thread.conversation);
  for (const other of ['', ana.aadObjectId, 'https://x.example/', 'file:///v3/conversations/a'])
    expect(readChat(other)).toBeUndefined();
});

test('parts are cut between words, never within a character, and are the whole text', () => {
  expect(partsOf('short')).toEqual(['short']);
  const faces = '😀'.repeat(12_000);
  const parts = partsOf(faces);
  expect(parts.join('')).toBe(faces);
  for (const part of parts) expect(part.isWellFormed()).toBe(true);
});
