import { expect, test } from 'vitest';
import { createBacklog } from '../../../server/channels/backlog.ts';

/** Something in work, and how it ends. */
function work() {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  return { promise, resolve, reject };
}
const turn = () => new Promise(setImmediate);

test('a full backlog lets in one for each that has ended, however it ended, in the order in which they came', async () => {
  const backlog = createBacklog(2);
  const [first, second, third] = [work(), work(), work()];
  for (const { promise } of [first, second]) {
    await backlog.room();
    backlog.add(promise);
  }
  const entered: string[] = [];
  for (const name of ['a', 'b']) void backlog.room().then(() => entered.push(name));
  await turn();
  expect(entered).toEqual([]);
  first.resolve();
  await turn();
  expect(entered).toEqual(['a']);
  backlog.add(third.promise);
  second.reject(new Error('was put off'));
  await turn();
  expect(entered).toEqual(['a', 'b']);
  third.resolve();
  await turn();
  await backlog.room();
});
