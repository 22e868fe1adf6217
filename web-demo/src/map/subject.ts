// What is chosen, as the map marks it: a point with its name, or a scope.
import type MultiPolygon from "ol/geom/MultiPolygon";
import type { Description } from "wangge";
import type { RemoteDirectory } from "wangge/worker";
import { shapeOf } from "./county";
import { type Box, planeX, planeY } from "./geo";

export interface Chosen {
  id: string;
  name: string;
  isUnit: boolean;
  /** Where it is; nothing if nobody knows. */
  place: { x: number; y: number } | undefined;
  /** The scope of a unit. */
  shape: MultiPolygon | undefined;
  /** The innermost units that it is in, itself left out, nearest first. */
  above: string[];
}

export async function chosenOf(directory: RemoteDirectory, id: string): Promise<Chosen> {
  const about = await directory.describe(id);
  return {
    id,
    name: about.name,
    isUnit: about.type === "unit",
    place: placeOf(about),
    shape: about.type === "unit" ? await scopeOf(directory, id, about.level) : undefined,
    above: about.path.map((unit) => unit.id).filter((unit) => unit !== id).reverse(),
  };
}

function placeOf({ location }: Description): Chosen["place"] {
  return location === undefined ? undefined : { x: planeX(location[0]), y: planeY(location[1]) };
}

/** The scope of one unit. */
async function scopeOf(directory: RemoteDirectory, unit: string, level: string | undefined): Promise<MultiPolygon | undefined> {
  const { features } = await directory.scopes({ unit, level });
  const own = features.find((feature) => feature.id === unit);
  return own && shapeOf(own.geometry.coordinates);
}

/** What the map goes to when it is to show something: its scope, or its surroundings. */
export async function sightOf(directory: RemoteDirectory, chosen: Chosen): Promise<Box | undefined> {
  const own = chosen.shape?.getExtent() as Box | undefined;
  if (own !== undefined) return own;
  const { place } = chosen;
  if (place === undefined) return undefined;
  const [nearest] = chosen.above;
  const around = nearest === undefined ? undefined : (await chosenOf(directory, nearest)).shape?.getExtent();
  const half = around === undefined ? 300 : Math.max(around[2]! - around[0]!, around[3]! - around[1]!);
  return [place.x - half, place.y - half, place.x + half, place.y + half];
}
