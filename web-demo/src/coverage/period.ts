// Which days are looked at: one, or many.
import { dayAfter } from "../state/leave";

export const PERIODS = ["day", "thirty", "month", "own"] as const;
export type PeriodName = (typeof PERIODS)[number];

export interface Period {
  from: string;
  /** The day after the last. */
  until: string;
}

const utc = (date: string) => new Date(`${date}T00:00:00Z`);
const written = (date: Date) => date.toISOString().slice(0, 10);

/** The date so many days later. */
export function daysLater(date: string, days: number): string {
  const later = utc(date);
  later.setUTCDate(later.getUTCDate() + days);
  return written(later);
}

/** The last day of a period. */
export function lastDay({ until }: Period): string {
  return daysLater(until, -1);
}

/** The calendar month after a date's. */
export function nextMonth(date: string): Period {
  const first = (months: number) => {
    const day = utc(date);
    day.setUTCDate(1);
    day.setUTCMonth(day.getUTCMonth() + months);
    return written(day);
  };
  return { from: first(1), until: first(2) };
}

/** The days of a choice; `last` is the last day of a period of one's own. */
export function periodOf(name: PeriodName, date: string, own: { from: string; last: string }): Period {
  if (name === "thirty") return { from: date, until: daysLater(date, 30) };
  if (name === "month") return nextMonth(date);
  if (name === "own") return { from: own.from, until: dayAfter(own.last) };
  return { from: date, until: dayAfter(date) };
}
