/** Colours as `#rrggbb`. */
export interface Shades {
  accent: string;
  accentStrong: string;
  accentSoft: string;
  accentLine: string;
  /** For text on the accent. */
  onAccent: string;
}
export interface Theme {
  light: Shades;
  dark: Shades;
}

type Triple = readonly [number, number, number];
/** Lightness 0 to 1, chroma, hue in radians. https://bottosson.github.io/posts/oklab/ */
type Oklch = Triple;

/** WCAG 2.2, 1.4.3: text of any size. */
const READABLE = 4.5;
/** The grounds that are hardest to read on: a pressed row in the light, a soft accent in the dark. */
const LIGHT_GROUND: Oklch = [0.925, 0.008, 4.68];
const DARK_GROUND: Oklch = [0.33, 0.014, 4.68];
const STEP = 0.005;

/**
 * The accents of a page in a shop's colour: its hue, as near to it as text in it can be read on every ground of ours
 * (4.5:1), light and dark. `colour` is `#rrggbb`.
 */
export function themeOf(colour: string): Theme {
  const [lightness, chroma, hue] = toOklch(colour);
  const light = readable([Math.min(lightness, 0.7), chroma, hue], LIGHT_GROUND, -STEP);
  const dark = readable([Math.max(lightness, 0.6), Math.min(chroma, 0.16), hue], DARK_GROUND, STEP);
  const soft = (l: number, most: number): string => toHex([l, Math.min(chroma, most), hue]);
  return {
    light: {
      accent: toHex(light),
      accentStrong: toHex([light[0] - 0.06, light[1], hue]),
      accentSoft: soft(0.955, 0.022),
      accentLine: soft(0.83, 0.075),
      onAccent: '#ffffff',
    },
    dark: {
      accent: toHex(dark),
      accentStrong: toHex([Math.min(0.96, dark[0] + 0.06), dark[1] * 0.85, hue]),
      accentSoft: soft(0.295, 0.05),
      accentLine: soft(0.45, 0.09),
      onAccent: soft(0.19, 0.04),
    },
  };
}

/** The theme as custom properties for that selector (`:root`, `:host`). */
export function themeCss({ light, dark }: Theme, selector: string): string {
  const both = (name: keyof Shades): string => `light-dark(${light[name]},${dark[name]})`;
  const properties = [
    `--accent:${both('accent')}`,
    `--accent-strong:${both('accentStrong')}`,
    `--accent-soft:${both('accentSoft')}`,
    `--accent-line:${both('accentLine')}`,
    `--on-accent:${both('onAccent')}`,
    `--focus:${both('accent')}`,
    `--head:linear-gradient(150deg,${light.accentStrong},${light.accent})`,
  ];
  return `${selector}{${properties.join(';')}}`;
}

/** Contrast of two colours as `#rrggbb`, 1 to 21. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function readable([lightness, chroma, hue]: Oklch, ground: Oklch, step: number): Oklch {
  const on = toHex(ground);
  let l = lightness;
  while (contrast(toHex([l, chroma, hue]), on) < READABLE && l > 0 && l < 1) l += step;
  return [l, chroma, hue];
}

const luminance = (hex: string): number => {
  const [red, green, blue] = linear(hex);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

function linear(hex: string): Triple {
  const part = (at: number): number => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
}

function toOklch(hex: string): Oklch {
  const [r, g, b] = linear(hex);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, Math.hypot(a, bb), Math.atan2(bb, a)];
}

/** What lies outside of sRGB is made paler until it fits. */
function toHex([lightness, chroma, hue]: Oklch): string {
  for (let c = chroma; ; c = Math.max(0, c - 0.004)) {
    const parts = toLinear([lightness, c, hue]);
    if (c > 0 && parts.some((part) => part < -0.0005 || part > 1.0005)) continue;
    return `#${parts.map(toByte).join('')}`;
  }
}

function toLinear([lightness, chroma, hue]: Oklch): Triple {
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function toByte(value: number): string {
  const clear = Math.min(1, Math.max(0, value));
  const encoded = clear <= 0.0031308 ? 12.92 * clear : 1.055 * clear ** (1 / 2.4) - 0.055;
  return Math.round(encoded * 255)
    .toString(16)
    .padStart(2, '0');
}
