import { beforeEach, expect, it } from 'vitest';
import { ApiError, type Page } from '../../../web/shared/api.ts';
import { PagedLog } from '../../../web/inbox/state/paged-log.svelte.ts';

interface Asked {
  of: string;
  after: string | null;
  answer(items: string[], next?: string | null): Promise<void>;
  refuse(): Promise<void>;
}
let asked: Asked[];
beforeEach(() => void (asked = []));

const settled = () => new Promise<void>((resolve) => setTimeout(resolve));

/** Every question waits for its answer, so that they can come in any order. */
class Log extends PagedLog<string, { of: string }> {
  protected override read({ of }: { of: string }, after: string | null): Promise<Page<string>> {
    return new Promise((resolve, reject) => {
      asked.push({
        ...{ of, after },
        answer: (items, next = null) => (resolve({ items, next }), settled()),
        refuse: () => (reject(new ApiError(500, 'internal-error')), settled()),
      });
    });
  }
}
const make = () => new Log({ of: 'all' });

it('shows the first page, then the others behind it', async () => {
  const log = make();
  void log.open({ of: 'a' });
  await asked[0]!.answer(['a1', 'a2'], 'behind a2');
  expect([log.state, log.items, log.next]).toEqual(['ready', ['a1', 'a2'], 'behind a2']);
  void log.more();
  await asked[1]!.answer(['a3']);
  expect([log.items, log.next, asked[1]!.after]).toEqual([['a1', 'a2', 'a3'], null, 'behind a2']);
  await log.more();
  expect(asked).toHaveLength(2);
});

it('drops the page of an earlier filter, whether it comes late or fails late', async () => {
  const log = make();
  void log.open({ of: 'a' });
  void log.open({ of: 'b' });
  await asked[1]!.answer(['b1']);
  await asked[0]!.answer(['a1'], 'behind a1');
  expect([log.items, log.next]).toEqual([['b1'], null]);
  void log.open({ of: 'c' });
  void log.open({ of: 'd' });
  await asked[3]!.answer(['d1']);
  await asked[2]!.refuse();
  expect([log.state, log.items, log.error]).toEqual(['ready', ['d1'], undefined]);
});

it('never puts a further page of an earlier filter behind those of another', async () => {
  const log = make();
  void log.open({ of: 'a' });
  await asked[0]!.answer(['a1'], 'behind a1');
  void log.more();
  void log.open({ of: 'b' });
  await asked[2]!.answer(['b1'], 'behind b1');
  await asked[1]!.answer(['a2'], 'behind a2');
  expect([log.items, log.next]).toEqual([['b1'], 'behind b1']);
});

it('goes on with nothing while other filters are on their way', async () => {
  const log = make();
  void log.open({ of: 'a' });
  await asked[0]!.answer(['a1'], 'behind a1');
  void log.open({ of: 'b' });
  await log.more();
  expect(asked.map(({ of, after }) => [of, after])).toEqual([
    ['a', null],
    ['b', null],
  ]);
});

it('adds a page once that was asked for twice', async () => {
  const log = make();
  void log.open({ of: 'a' });
  await asked[0]!.answer(['a1'], 'behind a1');
  void log.more();
  void log.more();
  await asked[1]!.answer(['a2'], 'behind a2');
  await asked[2]?.answer(['a2'], 'behind a2');
  expect(log.items).toEqual(['a1', 'a2']);
});

it('says why it failed, and forgets that when it has worked', async () => {
  const log = make();
  void log.open({ of: 'a' });
  await asked[0]!.refuse();
  expect([log.state, log.error?.code]).toEqual(['error', 'internal-error']);
  void log.open({ of: 'a' });
  await asked[1]!.answer(['a1']);
  expect([log.state, log.error]).toEqual(['ready', undefined]);
});
