// Instants and months of the work, in the county's own time.
import type { SchemeRecord } from "wangge";
import { pause } from "../map/geo";

/** So much of a log is looked at before the page has its turn. */
const PIECE = 1 << 18;

/** The last minute by whose end everything in a log has happened, `2026-11-29T17:00`; nothing of a log of nothing. */
export async function lastMinute(log: Blob, scheme: SchemeRecord): Promise<string | undefined> {
  const text = await log.text();
  let last = -Infinity;
  for (let from = 0; from < text.length; from += PIECE) {
    if (from > 0) await pause();
    // An instant that is cut in two is found in the piece before.
    for (const [, at = ""] of text.slice(from, from + PIECE + 64).matchAll(/"at":\s*"([^"]{1,48})"/g)) {
      const time = Date.parse(hasOffset(at) ? at : at + scheme.calendar.offset);
      if (time > last) last = time;
    }
  }
  if (last === -Infinity) return undefined;
  return new Date(Math.ceil(last / 60_000) * 60_000 + offsetOf(scheme)).toISOString().slice(0, 16);
}

const hasOffset = (at: string) => /(Z|[+-]\d\d:?\d\d)$/i.test(at);

/** How far the county's time is ahead, in milliseconds. */
function offsetOf({ calendar }: SchemeRecord): number {
  const [, sign, hours = "0", minutes = "0"] = /^([+-])(\d\d):?(\d\d)$/.exec(calendar.offset) ?? [];
  return (sign === "-" ? -1 : 1) * (60 * Number(hours) + Number(minutes)) * 60_000;
}

/** The month of an instant or a date. */
export const monthOf = (at: string) => at.slice(0, 7);

/** The first day of a month, and that of the next. */
export function daysOf(month: string): { from: string; until: string } {
  const next = new Date(`${month}-01T00:00:00Z`);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return { from: `${month}-01`, until: next.toISOString().slice(0, 10) };
}

/** So many months up to one, the last first. */
export function monthsUpTo(month: string, many = 24): string[] {
  const first = new Date(`${month}-01T00:00:00Z`);
  return Array.from({ length: many }, (_, back) => {
    const own = new Date(first);
    own.setUTCMonth(own.getUTCMonth() - back);
    return own.toISOString().slice(0, 7);
  });
}
