import type { Clock } from '../context.ts';
import type { ServerFrame } from './schema.ts';

const WATCH_MS = 45_000;
const TYPING_MS = 6_000;

export interface Person {
  id: string;
  name: string;
}

interface Lease {
  ticket: number;
  person: Person;
  until: number;
}

/** Who looks at which ticket and who types there, as leases in memory. `socket` is any object that stands for one. */
export class Presence {
  private readonly clock: Clock;
  private readonly changed: (frame: ServerFrame) => void;
  private readonly watching = new Map<object, Lease>();
  private readonly writing = new Map<object, Lease>();
  private readonly customers = new Map<number, number>();

  /** `changed` is called with the frame of each ticket whose people have changed. */
  constructor(clock: Clock, changed: (frame: ServerFrame) => void) {
    this.clock = clock;
    this.changed = changed;
  }

  /** The ticket on somebody's screen; null for none. */
  watch(socket: object, person: Person, ticket: number | null): void {
    this.telling([...this.ticketsOf(socket), ticket], () => {
      if (this.writing.get(socket)?.ticket !== ticket) this.writing.delete(socket);
      if (ticket === null) this.watching.delete(socket);
      else this.watching.set(socket, { ticket, person, until: this.now() + WATCH_MS });
    });
  }

  typing(socket: object, person: Person, ticket: number, on: boolean): void {
    this.telling([...this.ticketsOf(socket), ticket], () => {
      if (on) this.writing.set(socket, { ticket, person, until: this.now() + TYPING_MS });
      else this.writing.delete(socket);
    });
  }

  customerTyping(ticket: number, on: boolean): void {
    this.telling([ticket], () =>
      on ? this.customers.set(ticket, this.now() + TYPING_MS) : this.customers.delete(ticket),
    );
  }

  /** Whether anybody has a ticket on their screen. */
  get isAnybodyThere(): boolean {
    return this.watching.size > 0;
  }

  isWatched(ticket: number): boolean {
    return [...this.watching.values()].some((lease) => lease.ticket === ticket);
  }

  /** Any sign of life of a socket renews what it watches. */
  renew(socket: object): void {
    const lease = this.watching.get(socket);
    if (lease) lease.until = this.now() + WATCH_MS;
  }

  leave(socket: object): void {
    this.telling(this.ticketsOf(socket), () => {
      this.watching.delete(socket);
      this.writing.delete(socket);
    });
  }

  /** Ends the leases that have run out. */
  expire(): void {
    const now = this.now();
    const over = (leases: Map<object, Lease>) => [...leases].filter(([, { until }]) => until <= now);
    const [gone, silent] = [over(this.watching), over(this.writing)];
    const quiet = [...this.customers].filter(([, until]) => until <= now).map(([ticket]) => ticket);
    this.telling([...[...gone, ...silent].map(([, { ticket }]) => ticket), ...quiet], () => {
      for (const [socket] of gone) this.watching.delete(socket);
      for (const [socket] of silent) this.writing.delete(socket);
      for (const ticket of quiet) this.customers.delete(ticket);
    });
  }

  /** The frames of all tickets where somebody is. */
  frames(): ServerFrame[] {
    const leases = [...this.watching.values(), ...this.writing.values()];
    return [...new Set([...leases.map(({ ticket }) => ticket), ...this.customers.keys()])].map((t) => this.frame(t));
  }

  private frame(ticket: number): ServerFrame {
    const viewers = peopleAt(this.watching, ticket);
    const typing = peopleAt(this.writing, ticket);
    return { t: 'presence', ticket, viewers, typing, customerTyping: this.customers.has(ticket) };
  }

  /** Runs a change and tells of the tickets named whose frames it made different. */
  private telling(tickets: (number | null)[], change: () => void): void {
    const named = [...new Set(tickets)].filter((ticket) => ticket !== null);
    const before = named.map((ticket) => JSON.stringify(this.frame(ticket)));
    change();
    named.forEach((ticket, i) => {
      const after = this.frame(ticket);
      if (JSON.stringify(after) !== before[i]) this.changed(after);
    });
  }

  private ticketsOf(socket: object): number[] {
    return [this.watching.get(socket), this.writing.get(socket)].flatMap((lease) => (lease ? [lease.ticket] : []));
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

/** Each person once, however many screens they have. */
function peopleAt(leases: Map<object, Lease>, ticket: number): Person[] {
  const people = [...leases.values()].filter((lease) => lease.ticket === ticket).map(({ person }) => person);
  return [...new Map(people.map((person) => [person.id, person])).values()];
}
