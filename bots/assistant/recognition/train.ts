/** Makes the three committed models from the training files: `node bots/assistant/recognition/train.ts`. */
import { LANGUAGES } from '../../../server/tickets/envelopes.ts';
import { INTENT_SLOTS, LANGUAGE_SLOTS, intentFeatures, languageFeatures } from './features.ts';
import { writeModel } from './file.ts';
import { LABELS, readSamples, varied, type Sample } from './samples.ts';
import { train, type Softmax, type Training } from './softmax.ts';
import { readTopics, TOPIC_SLOTS, topicFeatures, topicsIn, type Asked } from './topics.ts';

/** Chosen by five-fold cross-validation over the training files. */
export const INTENT: Training = { labels: LABELS, slots: INTENT_SLOTS, epochs: 8, rate: 0.2, decay: 1e-5, temper: 1 };
export const LANGUAGE: Training = {
  labels: LANGUAGES,
  slots: LANGUAGE_SLOTS,
  epochs: 8,
  rate: 0.5,
  decay: 1e-5,
  temper: 1,
};

/** The intent model from these samples. */
export function trainIntent(samples: readonly Sample[]): Softmax {
  const examples = varied(samples).map(({ text, label }) => ({
    features: intentFeatures(text),
    label: LABELS.indexOf(label),
  }));
  return train(examples, INTENT);
}

/** The language model from these samples. */
export function trainLanguage(samples: readonly Sample[]): Softmax {
  const examples = samples.map(({ text, language }) => ({
    features: languageFeatures(text),
    label: LANGUAGES.indexOf(language),
  }));
  return train(examples, LANGUAGE);
}

/** The model of what is asked, from these questions. */
export function trainTopics(asked: readonly Asked[]): Softmax {
  const labels = topicsIn(asked);
  const examples = asked.map(({ text, language, topic }) => ({
    features: topicFeatures(text, language),
    label: labels.indexOf(topic),
  }));
  return train(examples, { labels, slots: TOPIC_SLOTS, epochs: 10, rate: 0.3, decay: 1e-5, temper: 1 });
}

if (import.meta.main) {
  const samples = readSamples();
  writeModel('intent', trainIntent(samples));
  writeModel('language', trainLanguage(samples));
  writeModel('topic', trainTopics(readTopics()));
}
