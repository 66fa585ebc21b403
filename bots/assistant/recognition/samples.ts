import { readFileSync } from 'node:fs';
import { LANGUAGES, type Language } from '../../../server/tickets/envelopes.ts';
import { generator } from './softmax.ts';

export const LABELS = ['complaint', 'return', 'inquiry', 'greeting', 'thanks', 'person', 'status', 'other'] as const;
export type Label = (typeof LABELS)[number];

export interface Sample {
  language: Language;
  label: Label;
  text: string;
}

/** The text of the training files by language: `label<TAB>text` a line. */
export function trainingFiles(): { language: Language; content: string }[] {
  return LANGUAGES.map((language) => ({
    language,
    content: readFileSync(new URL(`../training/${language}.tsv`, import.meta.url), 'utf8'),
  }));
}

/** All samples of the training files. Throws on a line with an unknown label. */
export function readSamples(): Sample[] {
  return trainingFiles().flatMap(({ language, content }) =>
    content
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const [label = '', text = ''] = line.split('\t');
        if (!LABELS.includes(label as Label) || !text) throw new Error(`training/${language}.tsv: ${line}`);
        return { language, label: label as Label, text };
      }),
  );
}

/**
 * Samples as people also write them: with a greeting before or thanks after what they want, and with a slip of the
 * finger. Deterministic.
 */
export function varied(samples: readonly Sample[]): Sample[] {
  const random = generator(7);
  const pick = (language: Language, label: Label): string => {
    const some = samples.filter((s) => s.language === language && s.label === label && s.text.length < 22);
    return some[Math.floor(random() * some.length)]?.text ?? '';
  };
  return samples.flatMap((sample) => {
    const { language, label, text } = sample;
    const variants: Sample[] = [sample, { language, label, text: slip(text, random) }];
    if (label === 'greeting') return variants;
    variants.push({ language, label, text: `${pick(language, 'greeting')}, ${text}` });
    if (label !== 'thanks') variants.push({ language, label, text: `${text}. ${pick(language, 'thanks')}` });
    return variants;
  });
}

/** One letter left out, doubled, or exchanged with the next. */
function slip(text: string, random: () => number): string {
  if (text.length < 5) return text;
  const at = 1 + Math.floor(random() * (text.length - 2));
  const kind = random();
  const [before, here, next, after] = [text.slice(0, at), text[at]!, text[at + 1] ?? '', text.slice(at + 2)];
  if (kind < 0.4) return before + next + after;
  return kind < 0.7 ? before + here + here + next + after : before + next + here + after;
}
