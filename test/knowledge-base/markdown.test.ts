import { describe, expect, it } from 'vitest';
import { plainText, renderMarkdown } from '../../knowledge-base/markdown.ts';

const html = (markdown: string): string => renderMarkdown(markdown, 'pl').html;

describe('renderMarkdown', () => {
  it('gives headings ids, from h2 on, each only once', () => {
    const { html: page, headings } = renderMarkdown('# Ile to kosztuje?\n\n## Łódź\n\n## Łódź\n\n#### deep', 'pl');
    expect(headings).toEqual([
      { id: 'ile-to-kosztuje', text: 'Ile to kosztuje?', level: 2 },
      { id: 'lodz', text: 'Łódź', level: 2 },
      { id: 'lodz-2', text: 'Łódź', level: 2 },
    ]);
    expect(page).toContain('<h2 id="ile-to-kosztuje">Ile to kosztuje?</h2>');
    expect(page).toContain('<h4 id="deep">');
    expect(page).not.toContain('<h1');
    // Those of the page around are taken.
    expect(html('## Related')).toContain('<h2 id="related-2">');
  });

  it('finds headings by the words that authors see', () => {
    expect(html('[x](#Koszty-wysyłki)')).toContain('href="#koszty-wysylki"');
    expect(html('[x](zwrot-towaru#%C5%81%C3%B3d%C5%BA)')).toContain('href="/help/pl/zwrot-towaru#lodz"');
    expect(html('[x](#%E0)')).toContain('href="#e0"');
    expect(html('[x](#)')).toContain('href="#"');
  });

  it('leads relative links to articles of the same language', () => {
    expect(html('[x](zwrot-towaru)')).toContain('href="/help/pl/zwrot-towaru"');
    expect(html('[x](zwrot-towaru#koszt)')).toContain('href="/help/pl/zwrot-towaru#koszt"');
    expect(html('[x](https://example.com/a)')).toContain('href="https://example.com/a" rel="noopener nofollow"');
    expect(html('[x](mailto:a@example.com)')).toContain('href="mailto:a@example.com"');
  });

  it('makes wide tables scroll, by keyboard too', () => {
    expect(html('| a | b |\n| --- | --- |\n| 1 | 2 |')).toMatch(
      /^<div class="table" tabindex="0"><table>.*<th scope="col">a<\/th>.*<\/table><\/div>\n$/s,
    );
    expect(html('| a |\n| :-: |\n| 1 |')).toMatch(/<th class="centre" scope="col">a<.*<td class="centre">1</s);
    expect(html('<table><tr><td class="skip" align="x">1</td></tr></table>')).toContain('<td>1</td>');
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg onload=alert(1)><script>alert(1)</script></svg>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '![x](javascript:alert(1))',
    '![x](http://tracker.example/p.gif)',
    '[x](//evil.example)',
    '<iframe src="https://evil.example"></iframe>',
    '<form action="/x"><input name=a><button>go</button></form>',
    '<a href="https://x" onclick="alert(1)">x</a>',
    '<p style="position:fixed;inset:0">x</p>',
    '<div class="table" tabindex="0" id="content">x</div>',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
    '## <img src=x onerror=alert(1)>',
    '## "><script>alert(1)</script>',
    '`</code><script>alert(1)</script>`',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    '<base href="https://evil.example/">',
    '<style>body{display:none}</style>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<<script>script>alert(1)<</script>/script>',
    '> [x]: javascript:alert(1)\n> [x]',
  ])('leaves nothing dangerous of %j', (markdown) => {
    const page = html(markdown);
    // Only what stands inside a tag counts; escaped text may say anything.
    const tags = page.match(/<[a-z/!][^>]*>/gi) ?? [];
    for (const tag of tags) {
      if (tag === '<div class="table" tabindex="0">' || tag === '</div>') continue; // ours
      expect(tag).toMatch(
        /^<\/?(h[2-4]|p|a|ul|ol|li|blockquote|pre|code|strong|em|br|hr|img|table|thead|tbody|tr|th|td)\b/,
      );
      expect(tag).not.toMatch(/\son\w+\s*=|javascript:|data:|style=|http:\/\/tracker|"\/\//i);
    }
  });

  it('ends in time on deep nesting', () => {
    expect(html(`${'> '.repeat(20_000)}x`)).toContain('x');
    expect(html(`${'- '.repeat(20_000)}x`)).toContain('x');
    expect(plainText(`${'> '.repeat(20_000)}end`)).toContain('end');
    expect(html(`${'['.repeat(5000)}x`)).toContain('x');
    expect(html(`${'*a '.repeat(5000)}`)).toContain('a');
  });
});

describe('plainText', () => {
  it('keeps the words and nothing else', () => {
    expect(plainText('## A & B\n\n1. **one** [two](x)\n2. `3 < 4`\n\n| a | b |\n|---|---|\n| c | d |')).toBe(
      'A & B one two 3 < 4 a b c d',
    );
    expect(plainText('x <script>alert(1)</script> y')).toBe('x y');
  });
});
