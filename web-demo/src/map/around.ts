// What of the county is drawn around what is looked at: the units beside it and under it, never all of a county.
import type { Description, Scopes, Sites } from "wangge";
import type { RemoteDirectory } from "wangge/worker";

/** Households are drawn of a unit that has at most so many. */
const MOST_HOUSEHOLDS = 3000;

export interface Around {
  /** Shapes of the units on the way down, of what is beside them, and of what is under the innermost. */
  scopes: Scopes["features"];
  sites: Sites["features"];
  /** Where households are, and the unit that tells their colour. */
  households: { id: string; place: [number, number]; unit: string }[];
  /** The unit that the view is fitted to. */
  focus: string;
}

export async function around(directory: RemoteDirectory, about: Description): Promise<Around> {
  const path = about.path;
  // The innermost unit that is not too large to draw the doors of.
  const descriptions = await Promise.all(path.map((unit) => directory.tree({ unit: unit.id, depth: 1 })));
  const small = path.find((_, at) => (descriptions[at]?.units[0]?.households ?? Infinity) <= MOST_HOUSEHOLDS);
  const shown = new Set<string>();
  for (const { units } of descriptions) units.forEach((unit) => shown.add(unit.id));
  const under = small && (await directory.tree({ unit: small.id }));
  under?.units.forEach((unit) => shown.add(unit.id));
  const scopes = await Promise.all(
    path.map((unit, at) => {
      if (unit === small || small === undefined || at < path.indexOf(small)) {
        const level = descriptions[at]?.units[1]?.level;
        return level === undefined ? undefined : directory.scopes({ unit: unit.id, level });
      }
      return undefined;
    }),
  );
  const all = [...(await ownScopes(directory, path)), ...scopes.flatMap((own) => own?.features ?? [])];
  if (small !== undefined) all.push(...(await directory.scopes({ unit: small.id })).features);
  const features = [...new Map(all.filter((own) => shown.has(own.id)).map((own) => [own.id, own])).values()];
  return {
    scopes: features,
    sites: small === undefined ? [] : (await directory.sites(small.id)).features,
    households: small === undefined ? [] : await doors(directory, under?.units.map((unit) => unit.id) ?? []),
    focus: (small ?? path.at(-1))?.id ?? "",
  };
}

/** The shape of the unit at the top. */
async function ownScopes(directory: RemoteDirectory, path: Description["path"]): Promise<Scopes["features"]> {
  const top = path[0];
  return top === undefined ? [] : (await directory.scopes({ unit: top.id, level: top.level })).features;
}

async function doors(directory: RemoteDirectory, units: readonly string[]): Promise<Around["households"]> {
  const lists = await Promise.all(units.map(async (unit) => (await directory.householdsIn(unit)).map((row) => ({ ...row, unit }))));
  const rows = lists.flat();
  const places = await directory.places(rows.map((row) => row.id));
  return rows.flatMap(({ id, unit }, at) => {
    const [lng, lat] = [places[2 * at], places[2 * at + 1]];
    return lng === undefined || lat === undefined || Number.isNaN(lng) ? [] : [{ id, unit, place: [lng, lat] as [number, number] }];
  });
}
