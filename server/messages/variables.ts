const VARIABLE = /\{\{\s*([a-z][\w.]*)\s*(?:\|([^{}]*))?\}\}/gi;

/**
 * Puts values into a text's variables: `{{customer.name}}`, with what stands there otherwise behind a bar:
 * `{{customer.name|friend}}`. One without value and fallback stays as it is, and must not be sent.
 */
export function fillVariables(text: string, values: Readonly<Record<string, string | undefined>>): string {
  return text.replace(VARIABLE, (whole, name: string, fallback: string | undefined) => {
    return values[name.toLowerCase()]?.trim() || fallback?.trim() || whole;
  });
}

/** The variables of a text that nobody has filled in, as they stand there. */
export function unfilled(text: string): string[] {
  return [...new Set(text.match(VARIABLE))];
}
