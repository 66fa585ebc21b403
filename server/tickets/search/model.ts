import { Schema, type Types } from 'mongoose';
import { declarePlain } from '../../declare.ts';
import { defineModel } from '../../model.ts';

/**
 * What is known of one ticket's words: their keyed hashes, packed and sealed with the customer's key. `position` goes
 * up each time something is added, so that the newest come first.
 */
export interface SearchPackDoc {
  /** The ticket. */
  _id: Types.ObjectId;
  customer: Types.ObjectId;
  position: number;
  /** Positions it had, which may still stand in blocks. */
  earlier: number[];
  /** How many hashes. */
  size: number;
  /** Sealed: see pack.ts. */
  hashes: Buffer;
}

/**
 * The packs of a stretch of positions turned round: which hash is where. One document for each bucket of hashes, and
 * one (bucket -1) that says that the block is whole. Sealed with the instance key: at rest nobody can count how often a
 * word comes. Made from packs, and not in backups.
 */
export interface SearchBlockDoc {
  _id: Types.ObjectId;
  bucket: number;
  /** The first position, and the one after the last. */
  start: number;
  end: number;
  /** Of a head: how many tickets and hashes it was made from. */
  tickets?: number;
  size?: number;
  /** Sealed: see block.ts. */
  lists?: Buffer;
}

/** Asked by any process of the one that feeds the search: that a ticket is read again as it is now. */
export interface SearchMarkDoc {
  /** The ticket. */
  _id: Types.ObjectId;
  /** Positions whose hashes must first go from the blocks. */
  positions: number[];
  /** Another one each time the mark is made, so that one made meanwhile is not taken for done. */
  made: Types.ObjectId;
}

/**
 * How far the feed has come (`tickets`: everything that happened before `seen` is in the packs), and which state the
 * blocks are in (`blocks`).
 */
export interface SearchStateDoc {
  _id: string;
  seen?: Date;
  version?: Types.ObjectId;
}

const options = { versionKey: false, autoIndex: false, autoCreate: false } as const;

const packs = new Schema<SearchPackDoc>(
  {
    customer: Schema.Types.ObjectId,
    position: Number,
    earlier: [Number],
    size: Number,
    hashes: Schema.Types.Buffer,
  },
  options,
);
packs.index({ position: 1 }, { unique: true });
declarePlain(packs, { 'sealed with the customer’s key, see pack.ts': ['hashes'] });

const blocks = new Schema<SearchBlockDoc>(
  { bucket: Number, start: Number, end: Number, tickets: Number, size: Number, lists: Schema.Types.Buffer },
  options,
);
blocks.index({ bucket: 1, start: -1 }, { unique: true });
declarePlain(blocks, { 'sealed with the instance’s key, see blocks.ts': ['lists'] });

const marks = new Schema<SearchMarkDoc>({ positions: [Number], made: Schema.Types.ObjectId }, options);
marks.index({ made: 1 });
declarePlain(marks, {});

const state = new Schema<SearchStateDoc>({ _id: String, seen: Date, version: Schema.Types.ObjectId }, options);
declarePlain(state, { 'a word of ours': ['_id'] });

export const HEAD = -1;
export const SearchPacks = defineModel<SearchPackDoc>('SearchPack', 'search_packs', packs);
export const SearchBlocks = defineModel<SearchBlockDoc>('SearchBlock', 'search_blocks', blocks);
export const SearchMarks = defineModel<SearchMarkDoc>('SearchMark', 'search_marks', marks);
export const SearchState = defineModel<SearchStateDoc>('SearchState', 'search_state', state);
