import type { Plugin } from 'vite';

type Part = [tag: string, attributes: Record<string, string | number>];

/**
 * Lucide's icons as plain markup: its own component puts each together from data when it is shown, attribute by
 * attribute, and a ticket on the screen has fifty of them. Takes what the inbox gives them: `size`, `strokeWidth` and
 * `aria-label`. Fails when Lucide's files have changed so that nothing could be read.
 */
export function flatIcons(): Plugin {
  return {
    name: 'ombud:flat-icons',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/@lucide\/svelte\/dist\/icons\/[\w-]+\.svelte$/.test(id)) return null;
      const data = /const iconData = (\{.*\});/.exec(code)?.[1];
      if (!data) return this.error(`${id} no longer has its data`);
      const { name, size, node } = JSON.parse(data) as { name: string; size: number; node: Part[] };
      return { code: markup(name, size, node), map: null };
    },
  };
}

function markup(name: string, size: number, parts: Part[]): string {
  const inside = parts.map(([tag, attributes]) => {
    const words = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
    return `<${tag}${words.join('')} />`;
  });
  return `<script>
  const { size = ${size}, strokeWidth = 2, 'aria-label': label } = $props();
</script>

<svg xmlns="http://www.w3.org/2000/svg" class="lucide lucide-${name}" viewBox="0 0 ${size} ${size}" width={size} height={size}
  fill="none" stroke="currentColor" stroke-width={strokeWidth} stroke-linecap="round" stroke-linejoin="round"
  aria-label={label} aria-hidden={label ? undefined : 'true'}>${inside.join('')}</svg>
`;
}
