/** Good enough to catch slips: what counts is what the mail server says. */
const ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;".]{2,}$/;

/** The e-mail addresses in what was typed or pasted (`Ana <ana@x.org>, ben@y.org`), and what is none. */
export function addressesIn(text: string): { found: string[]; rest: string } {
  const found: string[] = [];
  const rest: string[] = [];
  for (const part of text.split(/[,;\n]+/)) {
    const angled = /<([^<>]*)>/.exec(part)?.[1]?.trim();
    if (angled !== undefined && ADDRESS.test(angled)) found.push(angled);
    else for (const word of part.trim().split(/\s+/)) (ADDRESS.test(word) ? found : rest).push(word);
  }
  return { found: [...new Set(found)], rest: rest.join(' ').trim() };
}
