import { expect, it } from 'vitest';
import { contrast, themeCss, themeOf } from '../../../server/settings/theme.ts';

/** The grounds of web/shared/tokens.css on which links and buttons stand, as the browser paints them. */
const LIGHT = ['#ffffff', '#f9fafb', '#f1f3f6', '#edeff4', '#e4e7ed'];
const DARK = ['#0e1014', '#14161b', '#1a1d23', '#24272d', '#2b2f37', '#30343c'];

it.each(['#ffee00', '#ff0000', '#00ff00', '#0000ff', '#000000', '#ffffff', '#808080', '#8b5a2b', '#f4a7c1', '#2e7d32'])(
  'text in %s can be read on every ground, light and dark, and so can text on it',
  (colour) => {
    const { light, dark } = themeOf(colour);
    for (const ground of [...LIGHT, light.accentSoft]) {
      expect(contrast(light.accent, ground), `light on ${ground}`).toBeGreaterThanOrEqual(4.5);
      expect(contrast(light.accentStrong, ground)).toBeGreaterThanOrEqual(4.5);
    }
    for (const ground of [...DARK, dark.accentSoft])
      expect(contrast(dark.accent, ground), `dark on ${ground}`).toBeGreaterThanOrEqual(4.5);
    for (const shades of [light, dark])
      for (const fill of [shades.accent, shades.accentStrong])
        expect(contrast(shades.onAccent, fill)).toBeGreaterThanOrEqual(4.5);
  },
);

it('a colour that can be read stays as it is', () => {
  expect(themeOf('#7a1f3d').light.accent).toBe('#7a1f3d');
  expect(themeCss(themeOf('#7a1f3d'), ':host')).toMatch(/^:host\{--accent:light-dark\(#7a1f3d,#[0-9a-f]{6}\);/);
});

it('contrast is the one of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});
