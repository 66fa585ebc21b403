import type { TicketType } from '../../tickets/envelopes.ts';
import type { Link } from '../schema.ts';

/** An order as whoever has proved that it is theirs sees it, in words. */
export interface OrderProps {
  title: string;
  /** How far it is. */
  facts: string[];
  /** Where the carrier tells more; empty where nobody has said it. */
  track: string;
  trackLabel: string;
  items: { name: string; lines: OrderLine[] }[];
  /** What can be done about it. */
  links: Link[];
}

/** What is said of a product; `good`: it is what its customer hopes for. */
export interface OrderLine {
  text: string;
  good: boolean;
}

/** The part of a form that is about what was bought. */
export type BoughtProps =
  | { kind: 'prove'; title: string; text: string; link: Link }
  | { kind: 'choose'; title: string; notice: string; text: string; orders: (Link & { text: string })[]; own: string }
  | {
      kind: 'pick';
      type: TicketType;
      /** The order's number. */
      number: string;
      own: string;
      title: string;
      facts: string[];
      another: Link;
      legend: string;
      hint: string;
      error: string;
      items: {
        /** Of the field. */
        field: string;
        name: string;
        label: string;
        of: string;
        most: number;
        value: string;
        lines: OrderLine[];
      }[];
    };
