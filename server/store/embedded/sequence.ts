/** Lazy sequences: nothing is computed before it is asked for. */

export function* map<A, B>(input: Iterable<A>, apply: (item: A) => B): Generator<B> {
  for (const item of input) yield apply(item);
}

export function* filter<A>(input: Iterable<A>, keep: (item: A) => boolean): Generator<A> {
  for (const item of input) if (keep(item)) yield item;
}

export function* flatMap<A, B>(input: Iterable<A>, apply: (item: A) => Iterable<B>): Generator<B> {
  for (const item of input) yield* apply(item);
}

/** `count` items after the first `skip` ones; what comes later is not even computed. */
export function* slice<A>(input: Iterable<A>, skip: number, count: number): Generator<A> {
  if (count <= 0) return;
  let n = 0;
  for (const item of input) {
    if (n++ < skip) continue;
    yield item;
    if (n >= skip + count) return;
  }
}
