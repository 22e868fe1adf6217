// How many have how many households, in so few steps that they can be taken in at a glance.
import type { LoadCount } from "wangge";

/** More bars than this are not told apart. */
const BARS = 24;

export interface Bar {
  /** From so many households on. */
  from: number;
  /** To so many. */
  to: number;
  /** How many have them today. */
  before: number;
  /** How many in the plan. */
  now: number;
}

/** Bars of equal width, from the first that is not empty. */
export function barsOf(loads: readonly LoadCount[]): Bar[] {
  const top = Math.max(0, ...loads.map(({ load }) => load));
  const width = Math.floor(top / BARS) + 1;
  const bars = Array.from({ length: Math.floor(top / width) + 1 }, (_, at): Bar => {
    return { from: at * width, to: at * width + width - 1, before: 0, now: 0 };
  });
  for (const { load, before, now } of loads) {
    const bar = bars[Math.floor(load / width)];
    if (bar === undefined) continue;
    bar.before += before;
    bar.now += now;
  }
  return bars.slice(Math.max(0, bars.findIndex(({ before, now }) => before + now > 0)));
}
