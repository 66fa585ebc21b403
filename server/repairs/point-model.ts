import { Schema, type Types } from 'mongoose';
import { declarePlain } from '../declare.ts';
import { defineModel } from '../model.ts';
import type { Holiday, Stretch } from '../settings/calendar/hours.ts';

/** Hours in which so many repairs can be done at the same time. */
export interface Shift extends Stretch {
  capacity: number;
}

/** A service point to which customers come, or a technician who comes to them. */
export interface RepairPointDoc {
  _id: Types.ObjectId;
  v: number;
  /** Random; stands for it on customers' pages. */
  slug: string;
  name: string;
  /** True: it comes to the customer. */
  visits: boolean;
  /** Where customers go. */
  address: string;
  /** IANA; stays as it was when the point was made, since what is taken is kept by its days. */
  timeZone: string;
  hours: Shift[];
  daysOff: Holiday[];
  /** Whom it serves: beginnings of postcodes (what has a digit) and names of places; everybody where there are none. */
  regions: string[];
  /** How many hours ahead a slot must lie to be offered, and how many days it may. */
  noticeHours: number;
  aheadDays: number;
  active: boolean;
  createdAt: Date;
}

const points = new Schema<RepairPointDoc>(
  {
    v: Number,
    slug: String,
    name: String,
    visits: Boolean,
    address: String,
    timeZone: String,
    hours: Schema.Types.Mixed,
    daysOff: Schema.Types.Mixed,
    regions: [String],
    noticeHours: Number,
    aheadDays: Number,
    active: Boolean,
    createdAt: Date,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
points.index({ slug: 1 }, { unique: true });
declarePlain(points, {
  'said of the shop to its customers': ['name', 'address', 'timeZone', 'hours', 'daysOff', 'regions'],
  random: ['slug'],
});
export const RepairPoints = defineModel<RepairPointDoc>('RepairPoint', 'repair-points', points);
