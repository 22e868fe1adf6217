// Who cares for whom today, as lines on the map and as numbers that points are coloured by.
import type { RemoteDirectory } from "wangge/worker";
import { onPlane, pause } from "./geo";

/** So many ids are asked about at a time. */
const AT_A_TIME = 5000;

export interface Pairs {
  /** Four numbers a line, on the plane, from the household to its caretaker; NaN where one of the two is not known. */
  coordinates: Float64Array;
  /** For each household its caretaker's number, -1 for none. */
  caretakers: Int32Array;
}

export async function pairsOf(directory: RemoteDirectory, programme: string, households: Float64Array): Promise<Pairs> {
  const { households: numbers, takers, table } = await directory.pairings(programme);
  const ends = await placesOf(directory, table);
  const coordinates = new Float64Array(4 * numbers.length);
  const caretakers = new Int32Array(households.length / 2).fill(-1);
  numbers.forEach((household, at) => {
    const taker = takers[at]!;
    coordinates[4 * at] = households[2 * household]!;
    coordinates[4 * at + 1] = households[2 * household + 1]!;
    coordinates[4 * at + 2] = ends[2 * taker]!;
    coordinates[4 * at + 3] = ends[2 * taker + 1]!;
    if (caretakers[household] === -1) caretakers[household] = taker;
  });
  return { coordinates, caretakers };
}

/** Where things are on the plane, in pairs. */
export async function placesOf(directory: RemoteDirectory, ids: readonly string[]): Promise<Float64Array> {
  return onPlane(await degreesOf(directory, ids));
}

/** Longitude and latitude of things, in pairs. */
export async function degreesOf(directory: RemoteDirectory, ids: readonly string[]): Promise<Float64Array> {
  const places = new Float64Array(2 * ids.length);
  for (let from = 0; from < ids.length; from += AT_A_TIME) {
    if (from > 0) await pause();
    places.set(await directory.places(ids.slice(from, from + AT_A_TIME)), 2 * from);
  }
  return places;
}
