/** One example: hashed features and the index of its label. */
export interface Example {
  features: Uint32Array;
  label: number;
}

/** Multinomial logistic regression over hashed binary features, weights as small integers. */
export interface Softmax {
  labels: readonly string[];
  slots: number;
  /** weights[slot * labels.length + label], to be multiplied by `scale`. */
  weights: Int8Array;
  scale: number;
}

export interface Training {
  labels: readonly string[];
  slots: number;
  epochs: number;
  /** First step width of AdaGrad. */
  rate: number;
  /** Pull towards zero. */
  decay: number;
  /** Multiplies the scores at last, so that the certainty told is the certainty measured by cross-validation. */
  temper: number;
}

/** Probabilities in the order of the labels. Features count by the root of their number, so long texts don't shout. */
export function predict(model: Softmax, features: Uint32Array): Float64Array {
  const count = model.labels.length;
  const scores = new Float64Array(count);
  for (const slot of features) {
    for (let label = 0; label < count; label++) {
      scores[label]! += model.weights[slot * count + label]!;
    }
  }
  const norm = model.scale / Math.sqrt(Math.max(1, features.length));
  return softmax(scores.map((score) => score * norm));
}

/** So many runs in different orders are averaged: what only one order of the examples brought is levelled out. */
const RUNS = 4;

/** Trains by stochastic gradient descent (AdaGrad); deterministic: the same examples give the same model. */
export function train(examples: readonly Example[], training: Training): Softmax {
  const sum = new Float64Array(training.slots * training.labels.length);
  for (let run = 0; run < RUNS; run++)
    descend(examples, training, 20_240_917 + run).forEach((weight, at) => (sum[at]! += weight / RUNS));
  return quantise(sum, training);
}

function descend(examples: readonly Example[], training: Training, seed: number): Float64Array {
  const count = training.labels.length;
  const weights = new Float64Array(training.slots * count);
  const history = new Float64Array(training.slots * count).fill(1e-8);
  const random = generator(seed);
  const order = examples.map((_, index) => index);
  for (let epoch = 0; epoch < training.epochs; epoch++) {
    shuffle(order, random);
    for (const index of order) step(weights, history, examples[index]!, training);
  }
  return weights;
}

function step(weights: Float64Array, history: Float64Array, example: Example, training: Training): void {
  const count = training.labels.length;
  const value = 1 / Math.sqrt(Math.max(1, example.features.length));
  const scores = new Float64Array(count);
  for (const slot of example.features) {
    for (let label = 0; label < count; label++) scores[label]! += weights[slot * count + label]! * value;
  }
  const errors = softmax(scores);
  errors[example.label]! -= 1;
  for (const slot of example.features) {
    for (let label = 0; label < count; label++) {
      const at = slot * count + label;
      const gradient = errors[label]! * value + training.decay * weights[at]!;
      history[at]! += gradient * gradient;
      weights[at]! -= (training.rate * gradient) / Math.sqrt(history[at]!);
    }
  }
}

function quantise(weights: Float64Array, training: Training): Softmax {
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9);
  const unit = largest / 127;
  return {
    labels: training.labels,
    slots: training.slots,
    weights: Int8Array.from(weights, (weight) => Math.round(weight / unit)),
    scale: unit * training.temper,
  };
}

function softmax(scores: Float64Array): Float64Array {
  const highest = scores.reduce((most, score) => Math.max(most, score), -Infinity);
  const powers = scores.map((score) => Math.exp(score - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function shuffle(order: number[], random: () => number): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
}

/** Numbers from 0 to 1 that are the same every time (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
