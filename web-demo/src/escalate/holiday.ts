// A night on which nobody is at a desk: the next holiday of the scheme's calendar.
import type { Text } from "wangge";
import type { SchemeRecord } from "wangge";

/** The first holiday from a date on, else the last one that the calendar knows. */
export function holidayFrom(scheme: SchemeRecord, date: string): { date: string; name: Text | undefined } | undefined {
  const free = (scheme.calendar.exceptions ?? []).filter((day) => !day.working);
  const found = free.find((day) => day.date >= date) ?? free.at(-1);
  return found && { date: found.date, name: found.name ?? undefined };
}
