import type { Language, OfferedForm, TicketType } from '../../../server/tickets/envelopes.ts';

export type FormKind = 'complaint' | 'return';
/** What every form of its kind asks for. */
export type BaseField = 'happened' | 'order' | 'product' | 'reason' | 'condition' | 'wish';
/** `quantity`: of a product of which more than one was bought. */
export type Field = BaseField | 'quantity';

/** A complaint or return being taken down. */
export interface Form {
  kind: FormKind;
  /** What is known; an empty text: asked for, and not to be had. */
  fields: Partial<Record<Field, string>>;
  /** What was asked last. */
  asking: Field | 'confirm' | 'change';
  /** How often that was asked in vain. */
  tries: number;
  /** The products of the order, where it has been proved whose it is; and the number that was looked up. */
  items?: { sku: string; name: string; bought: number }[];
  looked?: string;
  /** True once it was offered to prove whose the order is. */
  offered?: boolean;
}

/** Everything the assistant knows of a chat between two messages. */
export interface State {
  language: Language;
  /** True once it has said that it is an automated assistant. */
  introduced: boolean;
  /** `person`: it has offered a person, so that a yes takes the offer. */
  waiting: 'nothing' | 'topic' | 'question' | 'person' | 'helped' | 'form' | 'status';
  form: Form | null;
  /** Questions it had no answer to, in a row. */
  misses: number;
  /** How often it asked what the chat is about. */
  unclear: number;
  /** The message it did not understand, answered once the topic is known. */
  unanswered: string;
  /** Titles of the articles shown. */
  shown: string[];
  /** The e-mail address to which a code was sent that is still to come. */
  proving?: string;
  /** The number of the order or request that they ask about, told once they have proved that it is theirs. */
  about?: string;
}

export function newState(language: Language): State {
  return {
    language,
    introduced: false,
    waiting: 'nothing',
    form: null,
    misses: 0,
    unclear: 0,
    unanswered: '',
    shown: [],
  };
}

/** What a customer has just said, read. */
export interface Turn {
  text: string;
  /** Id of the offered choice that was taken. */
  choice: string | undefined;
  attachments: number;
}

export interface Choice {
  id: string;
  label: string;
}

export type HandoverReason = 'wish' | 'anger' | 'noAnswer' | 'notHelpful' | 'complaint' | 'return';

/** What the assistant does about it. `undefined` where nothing changes. */
export interface Decision {
  state: State;
  /** What is said; empty: nothing. */
  text: string;
  /** Set when it is said in a mail of the assistant's own. */
  mail?: { to: string; subject: string; html: string };
  choices?: Choice[];
  /** What can be filled in at once, where the channel shows it. */
  form?: OfferedForm;
  /** Holds what a language model has written. */
  drafted?: true;
  /** The customer needs nothing more for now. */
  solved?: boolean;
  type?: { value: TicketType; guessed: boolean };
  /** Fields of the ticket. */
  fields?: Record<string, string>;
  /** What they have bought and it is about. */
  purchase?: { order: string; items: { sku: string; quantity: number }[] } | undefined;
  handOver?: { reason: HandoverReason; note: string };
}
