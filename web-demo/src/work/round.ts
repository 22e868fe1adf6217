// A round of visits as a line on the map.
import type { Visits } from "wangge";
import type { RemoteRegistry } from "wangge/worker";
import { degreesOf } from "../map/pairs";

export interface RoundLine {
  /** Four numbers a leg. */
  coordinates: Float64Array;
  /** The households in the order of the walk: their numbers stand on the map. */
  stops: string[];
}

/** From home through every stop whose place is known. */
export async function lineOf(registry: RemoteRegistry, { person, date, groups }: Visits): Promise<RoundLine> {
  const stops = groups.flatMap((group) => group.stops.map(({ household }) => household));
  const directory = await registry.asOf(date);
  const places = await degreesOf(directory, [person, ...stops]).finally(() => void directory.dispose());
  const legs: number[] = [];
  let before: readonly [number, number] | undefined;
  for (let at = 0; at < places.length; at += 2) {
    const place = [places[at]!, places[at + 1]!] as const;
    if (place.some(Number.isNaN)) continue;
    if (before !== undefined) legs.push(...before, ...place);
    before = place;
  }
  return { coordinates: Float64Array.from(legs), stops };
}
