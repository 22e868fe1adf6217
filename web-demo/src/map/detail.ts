// How much of the hierarchy the map shows: a unit that is large on the screen is shown by the units under it.
import { type Box, joined, meets } from "./geo";

/** A unit on the map. */
export interface Area {
  id: string;
  name: string;
  level: string;
  /** From 0 at the top of the scheme. */
  rank: number;
  parent: Area | undefined;
  households: number;
  /** Where it is; nothing if its scope is not known. */
  box: Box | undefined;
  hue: number;
  /** What is under it, once it is known. */
  under: Area[] | undefined;
  /** Whether the units under it are shown. */
  isOpen: boolean;
}

export interface Sight {
  box: Box;
  /** Metres of the plane in a pixel. */
  resolution: number;
}

/** How large a unit is on the screen, in pixels, before those under it are shown. */
export type Opens = (area: Area) => number;

/** The areas that are seen, outer ones first, and those whose inside has still to be asked for. */
export function seen(tops: readonly Area[], { box, resolution }: Sight, opens: Opens): { areas: Area[]; missing: Area[] } {
  const areas: Area[] = [];
  const missing: Area[] = [];
  const waiting = [...tops];
  for (let at = 0; at < waiting.length; at++) {
    const area = waiting[at]!;
    const own = area.box;
    area.isOpen = false;
    if (own !== undefined) {
      if (!meets(own, box)) continue;
      areas.push(area);
      if (Math.max(own[2] - own[0], own[3] - own[1]) / resolution < opens(area)) continue;
    }
    if (area.under === undefined) {
      missing.push(area);
      continue;
    }
    area.isOpen = area.under.length > 0;
    for (const inner of area.under) waiting.push(inner);
  }
  return { areas, missing };
}

/** Where everything is that is known. */
export function whole(tops: readonly Area[]): Box | undefined {
  const boxes = (areas: readonly Area[]) => areas.flatMap((area) => (area.box === undefined ? [] : [area.box]));
  return joined([...boxes(tops), ...boxes(tops.flatMap((area) => area.under ?? []))]);
}
