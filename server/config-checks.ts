/** Checks of values in the environment: in words what is wrong, or undefined. */
export const integer = (min: number, max: number) => (value: string) =>
  /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max
    ? undefined
    : `must be a whole number from ${min} to ${max}`;
export const oneOf =
  (...words: string[]) =>
  (value: string) =>
    words.includes(value) ? undefined : `must be one of ${words.join(', ')}`;
export const url =
  (...schemes: string[]) =>
  (value: string) =>
    URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1))
      ? undefined
      : `must be an address that starts with ${schemes.map((s) => `${s}://`).join(' or ')}`;
export const mongo = (value: string) =>
  /^mongodb(\+srv)?:\/\/.+/.test(value) ? undefined : 'must start with mongodb:// or mongodb+srv://';
export const email = (value: string) => (/^[^\s@]+@[^\s@]+$/.test(value) ? undefined : 'must be an e-mail address');
export const since = (value: string) =>
  value === 'now' || value === 'all' || /^\d{4}-\d\d-\d\d$/.test(value)
    ? undefined
    : 'must be now, all or a date like 2026-01-31';
export const longEnough = (length: number) => (value: string) =>
  value.length >= length ? undefined : `must have at least ${length} characters`;
export const mailUrl =
  (...schemes: string[]) =>
  (value: string) => {
    const wrong = url(...schemes)(value);
    if (wrong) return wrong;
    const tls = new URL(value).searchParams.get('tls');
    return tls === null || tls === 'off' || tls === 'insecure' ? undefined : '?tls= must be off or insecure';
  };
