/** The addresses (slugs) of articles in what somebody has typed or pasted: one a line, also as the whole URL of its page. */
export const addressesIn = (text: string): string[] =>
  text
    .split('\n')
    .map((line) =>
      line
        .trim()
        .replace(/[?#].*$/, '')
        .replace(/\/+$/, ''),
    )
    .map((line) => line.slice(line.lastIndexOf('/') + 1))
    .filter((slug) => slug !== '');
