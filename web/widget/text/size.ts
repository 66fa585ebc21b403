/** Bytes as people read them: "340 kB", "1,2 MB". */
export function sizeText(bytes: number, locale: string): string {
  const big = bytes >= 1_000_000;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: big ? 'megabyte' : 'kilobyte',
    maximumFractionDigits: big ? 1 : 0,
  }).format(big ? bytes / 1_000_000 : Math.max(1, bytes / 1000));
}
