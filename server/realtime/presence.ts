import type { Clock } from '../context.ts';
import type { ServerFrame } from './schema.ts';

const WATCH_MS = 45_000;
const TYPING_MS = 6_000;

export interface Person {
  id: string;
  name: string;
}

/** Who looks at which ticket and who types there, as leases in memory. `socket` is any object that stands for one. */
export interface Presence {
  watch(socket: object, person: Person, ticket: number | null): void;
  typing(socket: object, person: Person, ticket: number, on: boolean): void;
  customerTyping(ticket: number, on: boolean): void;
  /** Any sign of life of a socket renews what it watches. */
  renew(socket: object): void;
  leave(socket: object): void;
  /** Ends the leases that have run out. */
  expire(): void;
  /** The frames of all tickets where somebody is. */
  frames(): ServerFrame[];
}

interface Lease {
  ticket: number;
  person: Person;
  until: number;
}

/** `changed` is called with the frame of each ticket whose people have changed. */
export function createPresence(clock: Clock, changed: (frame: ServerFrame) => void): Presence {
  const watching = new Map<object, Lease>();
  const typing = new Map<object, Lease>();
  const customers = new Map<number, number>();
  const now = () => clock.now().getTime();
  const at = (leases: Map<object, Lease>, ticket: number): Person[] => {
    const people = [...leases.values()].filter((lease) => lease.ticket === ticket).map(({ person }) => person);
    return [...new Map(people.map((person) => [person.id, person])).values()];
  };
  const frame = (ticket: number): ServerFrame => ({
    t: 'presence',
    ticket,
    viewers: at(watching, ticket),
    typing: at(typing, ticket),
    customerTyping: customers.has(ticket),
  });
  /** Runs a change and tells of the tickets named whose frames it made different. */
  const telling = (tickets: (number | undefined | null)[], change: () => void): void => {
    const named = [...new Set(tickets)].filter((ticket) => ticket != null);
    const before = named.map((ticket) => JSON.stringify(frame(ticket)));
    change();
    named.forEach((ticket, i) => {
      const after = frame(ticket);
      if (JSON.stringify(after) !== before[i]) changed(after);
    });
  };
  return {
    watch(socket, person, ticket) {
      telling([watching.get(socket)?.ticket, typing.get(socket)?.ticket, ticket], () => {
        if (typing.get(socket)?.ticket !== ticket) typing.delete(socket);
        if (ticket === null) watching.delete(socket);
        else watching.set(socket, { ticket, person, until: now() + WATCH_MS });
      });
    },
    typing(socket, person, ticket, on) {
      telling([typing.get(socket)?.ticket, ticket], () => {
        if (on) typing.set(socket, { ticket, person, until: now() + TYPING_MS });
        else typing.delete(socket);
      });
    },
    customerTyping(ticket, on) {
      telling([ticket], () => (on ? customers.set(ticket, now() + TYPING_MS) : customers.delete(ticket)));
    },
    renew(socket) {
      const lease = watching.get(socket);
      if (lease) lease.until = now() + WATCH_MS;
    },
    leave(socket) {
      telling([watching.get(socket)?.ticket, typing.get(socket)?.ticket], () => {
        watching.delete(socket);
        typing.delete(socket);
      });
    },
    expire() {
      const over = [watching, typing].map((leases) => [...leases].filter(([, { until }]) => until <= now()));
      const quiet = [...customers].filter(([, until]) => until <= now()).map(([ticket]) => ticket);
      telling([...over.flat().map(([, { ticket }]) => ticket), ...quiet], () => {
        for (const [socket] of over[0] ?? []) watching.delete(socket);
        for (const [socket] of over[1] ?? []) typing.delete(socket);
        for (const ticket of quiet) customers.delete(ticket);
      });
    },
    frames: () =>
      [
        ...new Set([...[...watching.values(), ...typing.values()].map(({ ticket }) => ticket), ...customers.keys()]),
      ].map(frame),
  };
}
