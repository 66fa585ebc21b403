import { ICalAttendeeStatus, ICalCalendar, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';

export interface Invitation {
  method: 'REQUEST' | 'CANCEL';
  /** The same for all that is said of one repair. */
  uid: string;
  /** Higher with each change: calendars keep the highest. */
  sequence: number;
  at: Date;
  from: Date;
  to: Date;
  summary: string;
  description: string;
  location: string;
  organizer: { name: string; email: string };
  attendee: string;
}

/**
 * What puts a repair into somebody's calendar, changes it there or takes it out (iTIP, RFC 5546; the format is RFC
 * 5545). Times are in UTC: every calendar shows them in its own zone. No answer is asked for: a calendar's answer would
 * be one more mail to the desk.
 */
export function invitationOf(given: Invitation): { name: string; type: string; content: Buffer } {
  const { method, uid, sequence, at, from, to, organizer, attendee } = given;
  const cancelled = method === 'CANCEL';
  const calendar = new ICalCalendar({
    prodId: { company: 'Ombud', product: 'Ombud' },
    method: cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST,
  });
  const event = calendar.createEvent({
    ...{ id: uid, sequence, stamp: at, start: from, end: to },
    ...{ summary: oneLine(given.summary), description: printable(given.description) },
    ...(given.location ? { location: oneLine(given.location) } : {}),
    organizer: { name: oneLine(organizer.name) || organizer.email, email: organizer.email },
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  event.createAttendee({ email: attendee, rsvp: false, status: ICalAttendeeStatus.ACCEPTED });
  return {
    name: 'appointment.ics',
    type: `text/calendar; charset=utf-8; method=${method}`,
    content: Buffer.from(calendar.toString()),
  };
}

/** Control characters have no place in the format, escaped or not. */
const printable = (text: string): string => text.replace(/[^\P{Cc}\n]/gu, ' ').trim();
const oneLine = (text: string): string => printable(text).replace(/\s+/g, ' ');
