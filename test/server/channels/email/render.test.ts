import { describe, expect, it } from 'vitest';
import { foldsOf } from '../../../../server/channels/email/quote.ts';
import { render } from '../../../../server/channels/email/render.ts';
import { LANGUAGES } from '../../../../server/tickets/envelopes.ts';
import { writtenOf } from '../../../../server/tickets/written.ts';

const letter = { subject: 'Lamp', language: 'en' as const, text: 'We send a new one.\n\nBye' };
const quoted = { by: 'Ann <b>', at: new Date('2026-09-03T10:00:00Z'), text: 'It is\n> broken\n\n<b>now</b>' };
/** All that a mail program would have to fetch, run or look up. */
const FOREIGN = /<(?:style|script|link|svg|form|iframe)|(?:src|background)="(?!cid:)|url\(|class=/i;

describe('a mail', () => {
  it('says the same twice: words, signature, what it answers', () => {
    const { text, html = '' } = render({ ...letter, signature: 'Lamp shop\n+48 1', quoted });
    expect(text).toBe(
      'We send a new one.\n\nBye\n\n-- \nLamp shop\n+48 1\n\n' +
        'On September 3, 2026 at 10:00 AM UTC, Ann <b> wrote:\n> It is\n>> broken\n>\n> <b>now</b>',
    );
    for (const words of ['We send a new one.', 'Bye', 'Lamp shop<br>+48 1', 'Ann &#60;b&#62; wrote:', '&#60;b&#62;now'])
      expect(html).toContain(words);
    expect(html).not.toMatch(FOREIGN);
    expect(html).not.toMatch(/[\s";]color:/);
  });

  it('keeps formatting, with styles of its own; pictures only where the mail brings them', () => {
    const html =
      '<p style="color:#fff" onclick="x()">Look <strong>here</strong></p><ul><li>one</li></ul><script>x</script>' +
      '<img src="https://spy.test/p.png" /><img src="cid:pic" /><a href="https://shop.test/?a=1&amp;b=2">shop</a>';
    const made = render({ ...letter, html }).html ?? '';
    expect(made).toContain('<p style="margin:0 0 12px">Look <strong>here</strong></p>');
    expect(made).toContain('<img src="cid:pic"');
    expect(made).toContain('<a href="https://shop.test/?a=1&amp;b=2">shop</a>');
    expect(made).not.toMatch(/spy|#fff|onclick|script/);
    expect(made).not.toMatch(FOREIGN);
  });

  it('has one separator above all that stands under it', () => {
    const { text } = render({ ...letter, text: 'Yes\n\n-- \nZoë', signature: 'Lamp shop' });
    expect(text).toBe('Yes\n\n-- \nZoë\n\nLamp shop');
  });

  it('is never cut for its size: the quote goes first, then the HTML', () => {
    const most = render({ ...letter, quoted: { ...quoted, text: 'x'.repeat(200_000) } });
    expect(Buffer.byteLength(most.html ?? '')).toBeLessThan(100_000);
    expect(most.text).toContain('x […]');
    const tight = render({ ...letter, text: 'y'.repeat(96_000), quoted: { ...quoted, text: 'x'.repeat(6_000) } });
    expect([tight.html?.includes('xxx'), tight.html?.includes('yyy'), tight.text.includes('xxx')]).toEqual([
      false,
      true,
      true,
    ]);
    expect(render({ ...letter, text: 'я'.repeat(60_000) })).toEqual({ text: 'я'.repeat(60_000) });
  });

  it.each(LANGUAGES)('introduces what it answers as programs know it: %s', (language) => {
    const { text } = render({ ...letter, language, quoted: { ...quoted, by: 'Ann Bell' } });
    expect(writtenOf(text, foldsOf(text))).toBe(letter.text);
  });
});
