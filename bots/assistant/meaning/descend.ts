import { chancesOf, type Scales, type Weights } from './weigh.ts';

/** A weighed question of which is known what is right; nothing right means that none is. */
export interface Weighing extends Scales {
  right: boolean[];
  /** How much it counts among the others. */
  worth: number;
}

const STEPS = 80;
const RATE = 0.5;
const DECAY = 1e-4;

/** The weights under which what is right is likeliest, by descent over all of them at once (AdaGrad); deterministic. */
export function fitWeights(all: readonly Weighing[]): Weights {
  const first = all.find(({ candidates }) => candidates.length > 0);
  const weights: Weights = {
    article: (first?.candidates[0]?.signs ?? []).map(() => 0),
    none: (first?.none ?? []).map(() => 0),
  };
  const history: Weights = { article: weights.article.map(() => 1e-6), none: weights.none.map(() => 1e-6) };
  for (let step = 0; step < STEPS; step++) {
    const slope: Weights = { article: weights.article.map(() => 0), none: weights.none.map(() => 0) };
    for (const one of all) addSlope(slope, one, weights);
    for (const part of ['article', 'none'] as const) move(weights[part], history[part], slope[part], all.length);
  }
  return weights;
}

function addSlope(slope: Weights, one: Weighing, weights: Weights): void {
  const chances = chancesOf(one, weights);
  const none = 1 - chances.reduce((sum, chance) => sum + chance, 0);
  const nothing = !one.right.includes(true);
  const right = nothing ? none : chances.reduce((sum, chance, at) => sum + (one.right[at] ? chance : 0), 0);
  const error = (chance: number, isRight: boolean) =>
    one.worth * (chance - (isRight ? chance / Math.max(right, 1e-9) : 0));
  add(slope.none, one.none, error(none, nothing));
  chances.forEach((chance, at) =>
    add(slope.article, one.candidates[at]?.signs ?? [], error(chance, one.right[at] ?? false)),
  );
}

function add(to: number[], signs: readonly number[], times: number): void {
  signs.forEach((sign, at) => (to[at] = (to[at] ?? 0) + times * sign));
}

function move(weights: number[], history: number[], slope: readonly number[], count: number): void {
  slope.forEach((sum, at) => {
    const gradient = sum / count + DECAY * (weights[at] ?? 0);
    history[at] = (history[at] ?? 0) + gradient * gradient;
    weights[at] = (weights[at] ?? 0) - (RATE * gradient) / Math.sqrt(history[at]);
  });
}
