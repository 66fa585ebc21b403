/** Prints what became of each step, what was skipped and why, and the sums; gives the exit code. */
export function report(results, started) {
  const sum = (field) => results.reduce((total, result) => total + result[field], 0);
  const skipped = results.flatMap((result) => result.skipped);
  const width = Math.max(...results.map(({ name }) => name.length));
  const lines = results.map(
    ({ name, seconds, passed, failed, skipped: { length } }) =>
      `${name.padEnd(width)}  ${seconds.toFixed(1).padStart(6)} s  ${passed} passed, ${failed} failed, ${length} skipped`,
  );
  const reasons = skipped.map(({ test, reason }) => `skipped: ${test}: ${reason}`);
  const total = ((performance.now() - started) / 1000).toFixed(1);
  const says = [
    '',
    ...lines,
    '',
    ...(process.env.TEST_MONGODB_URI ? [] : ['docker-compose.yml and Dockerfile are checked by parsing only.']),
    ...(reasons.length > 0 ? reasons : ['Nothing was skipped.']),
    ...results.flatMap(({ second }) => second).map((test) => `passed only when tried again: ${test}`),
    ...results.flatMap(({ failures }) => failures).map((failure) => `FAILED: ${failure}`),
    `All in ${total} s`,
    `${sum('passed')} passed, ${sum('failed')} failed, ${skipped.length} skipped`,
  ];
  process.stdout.write(`${says.join('\n')}\n`);
  return sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
}
