import { randomUUID } from 'node:crypto';
import type { Context } from '../../context.ts';
import { takeLease } from '../../lease.ts';
import { givenWay } from '../../turns.ts';
import { endOfBlocks } from './blocks.ts';
import { CatchUp, saveSeen } from './catch-up.ts';
import { compactBlocks } from './compact.ts';
import { cutBlock, isFull, readTail, type Tail } from './cut.ts';
import { indexTickets, type Fresh } from './index-tickets.ts';
import { beginAnew, clearPositions, makeMarks, readMarks, removeMarks } from './marks.ts';

const LEASE = 'ticket-search';
const LEASE_MS = 15_000;
const AT_ONCE = 100;
const feeds = new WeakMap<Context, Feed>();

/**
 * What feeds the search of one process. Tickets are marked in memory and packed in rounds. One process at a time holds
 * the lease and packs; the others hand their marks to it through the store. Whoever takes the lease over reads again
 * what happened since the last round that is known to have ended: that is how a crash loses nothing.
 */
export class Feed {
  readonly #context: Context;
  readonly #holder = randomUUID();
  #marked = new Map<string, Fresh>();
  #catchUp: CatchUp | undefined;
  /** Undefined until the lease was taken. */
  #tail: Tail | undefined;
  #round: Promise<unknown> = Promise.resolve();

  private constructor(context: Context) {
    this.#context = context;
  }

  /** The one of this process: its rounds come one after the other. */
  static of(context: Context): Feed {
    const feed = feeds.get(context) ?? new Feed(context);
    feeds.set(context, feed);
    return feed;
  }

  /** A message of a ticket is new, or (without one) a ticket must be read as it is now. Ids are hex. */
  mark(ticket: string, message?: string): void {
    const known = this.#marked.get(ticket);
    if (message === undefined) this.#marked.set(ticket, 'all');
    else if (known === undefined) this.#marked.set(ticket, new Set([message]));
    else if (known !== 'all') known.add(message);
  }

  /** Takes what is marked; resolves with whether there is more to do at once. One round at a time. */
  round(): Promise<boolean> {
    const round = this.#round.then(() => this.#take());
    this.#round = round.catch(() => undefined);
    return round;
  }

  async #take(): Promise<boolean> {
    if (!(await this.#holds())) {
      this.#tail = undefined;
      await this.#handOver();
      return false;
    }
    const handed = await readMarks(this.#context);
    if ((await beginAnew(this.#context, handed)) || !this.#tail) {
      this.#catchUp = await CatchUp.start(this.#context);
      this.#tail = await readTail(this.#context);
    }
    const startedAt = this.#context.clock.now();
    await clearPositions(this.#context, handed);
    for (const { _id } of handed) this.mark(String(_id));
    const any = this.#marked.size > 0;
    while (this.#marked.size > 0 && (await this.#holds())) await this.#indexSome();
    await removeMarks(this.#context, handed);
    if (any && !this.#catchUp) await saveSeen(this.#context, startedAt);
    return (await this.#goOn()) || handed.length > 0;
  }

  #holds(): Promise<boolean> {
    return takeLease(this.#context, LEASE, this.#holder, LEASE_MS);
  }

  async #indexSome(): Promise<void> {
    const some = new Map([...this.#marked].slice(0, AT_ONCE));
    for (const id of some.keys()) this.#marked.delete(id);
    try {
      await this.#index(some);
    } catch (error) {
      for (const [id, fresh] of some)
        if (fresh === 'all') this.mark(id);
        else for (const message of fresh) this.mark(id, message);
      throw error;
    }
  }

  async #index(tickets: ReadonlyMap<string, Fresh>): Promise<void> {
    const tail = (this.#tail ??= await readTail(this.#context));
    // Asked each time: a position that is in a block and is not noted as such could never be cleared from it.
    tail.end = await endOfBlocks(this.#context);
    const grown = await indexTickets(this.#context, tickets, tail.end);
    tail.tickets += grown.tickets;
    tail.size += grown.size;
    if (!isFull(tail)) return;
    await cutBlock(this.#context, tail.end);
    this.#tail = await readTail(this.#context);
    await compactBlocks(this.#context);
  }

  /** A page of what happened before this process took over: may be everything, which takes its time and can wait. */
  async #goOn(): Promise<boolean> {
    const began = performance.now();
    const page = await this.#catchUp?.page();
    if (!page) return false;
    if (page.tickets.length > 0) await this.#index(new Map(page.tickets.map((id) => [id, 'all'])));
    await saveSeen(this.#context, page.seen);
    if (page.last) this.#catchUp = undefined;
    else await givenWay(performance.now() - began);
    return !page.last;
  }

  /** To the process that holds the lease. */
  async #handOver(): Promise<void> {
    const ids = [...this.#marked.keys()];
    this.#marked.clear();
    try {
      await makeMarks(this.#context, new Map(ids.map((id) => [id, []])));
    } catch (error) {
      for (const id of ids) this.mark(id);
      throw error;
    }
  }
}
