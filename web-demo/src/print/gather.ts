// Everything that one sheet says, asked of the core. What residents are counted as is not on it.
import type { Description, Finding, SeatState, Unit } from "wangge";
import { findingsOf } from "../coverage/found";
import { placeOf } from "../coverage/gaps";
import type { Open } from "../state/county";

export interface SheetHousehold {
  id: string;
  label: string;
  /** Under the first programme; absent if the scheme has none. */
  caretakers: string[] | undefined;
}

export interface SheetPart {
  unit: Unit;
  seats: SeatState[];
  households: SheetHousehold[];
}

export interface SheetSite {
  id: string;
  name: string;
  owner: string;
}

export interface Sheet {
  date: string;
  about: Description;
  /** The unit itself, then each under it; without those that have neither households of their own nor seats. */
  parts: SheetPart[];
  /** Whether there are too many households to be named one by one. */
  isLarge: boolean;
  sites: SheetSite[];
  gaps: Finding[];
  /** The units above, the nearest first. */
  above: { unit: Unit; seats: SeatState[] }[];
  /** Other units whose sheet can be chosen. */
  near: { above: Choice[]; beside: Choice[]; below: Choice[] };
}

export interface Choice {
  id: string;
  name: string;
}

/** More households than this on one sheet are counted, not named. */
const MOST = 1000;
/** How many units above are shown. */
const ABOVE = 2;

export async function gather(open: Open, id: string): Promise<Sheet> {
  const { directory, scheme, date } = open;
  const about = await directory.describe(id);
  const isLarge = (about.households ?? 0) > MOST;
  const { units } = await directory.tree(isLarge ? { unit: id, depth: 1 } : { unit: id });
  const households = isLarge ? new Map<string, SheetHousehold[]>() : await householdsOf(open, units);
  const parts = units.map((unit) => ({ unit, seats: seatsShown(scheme, unit), households: households.get(unit.id) ?? [] }));
  const higher = about.path.filter((step) => step.id !== id).reverse();
  const above = await Promise.all(higher.slice(0, ABOVE).map(async (step) => (await directory.tree({ unit: step.id, depth: 0 })).units[0]));
  return {
    date,
    about,
    parts,
    isLarge,
    sites: isLarge ? [] : await sitesOf(open, id),
    gaps: isLarge ? [] : await gapsOf(open, parts),
    above: above.flatMap((unit) => (unit === undefined ? [] : [{ unit, seats: seatsShown(scheme, unit).filter((seat) => seat.role !== undefined) }])),
    near: await near(open, higher, id),
  };
}

/** Seats that somebody must hold, and others that somebody does. */
function seatsShown(scheme: Open["scheme"], unit: Unit): SeatState[] {
  const isNeeded = (seat: SeatState) => seat.role === undefined || (scheme.roles.find((role) => role.id === seat.role)?.min ?? 0) > 0;
  return unit.seats.filter((seat) => isNeeded(seat) || seat.holder.type === "held" || seat.holder.type === "acting");
}

/** The households of each unit, with their caretakers under the first programme. */
async function householdsOf({ directory, scheme }: Open, units: readonly Unit[]): Promise<Map<string, SheetHousehold[]>> {
  const rows = await Promise.all(units.map(async (unit) => ({ unit: unit.id, rows: await directory.householdsIn(unit.id) })));
  const programme = scheme.programmes?.[0]?.id;
  const pairs = programme === undefined ? undefined : await directory.pairings(programme);
  const wanted = new Set(rows.flatMap((own) => own.rows.map((row) => row.number)));
  const takers = new Map<number, string[]>();
  pairs?.households.forEach((number, at) => {
    if (!wanted.has(number)) return;
    const taker = pairs.table[pairs.takers[at] ?? -1];
    if (taker !== undefined) takers.set(number, [...(takers.get(number) ?? []), taker]);
  });
  const ids = [...new Set([...takers.values()].flat())];
  const told = await directory.names(ids);
  const names = new Map(ids.map((id, at) => [id, told[at] || id]));
  return new Map(
    rows.map((own) => [
      own.unit,
      own.rows.map(({ id, label, number }) => {
        const caretakers = (takers.get(number) ?? []).map((taker) => names.get(taker) ?? taker);
        return { id, label, caretakers: pairs === undefined ? undefined : caretakers };
      }),
    ]),
  );
}

async function sitesOf({ directory }: Open, unit: string): Promise<SheetSite[]> {
  const { features } = await directory.sites(unit);
  const owners = features.flatMap((site) => site.properties.owner ?? []);
  const told = await directory.names(owners);
  const names = new Map(owners.map((id, at) => [id, told[at] || id]));
  return features.map((site) => ({ id: site.id, name: site.properties.name, owner: names.get(site.properties.owner ?? "") ?? "" }));
}

/** What is amiss here: of the units, their households, and the people who hold the seats. */
async function gapsOf({ directory }: Open, parts: readonly SheetPart[]): Promise<Finding[]> {
  const ids = new Set<string>();
  for (const part of parts) {
    ids.add(part.unit.id);
    for (const household of part.households) ids.add(household.id);
    for (const { holder } of part.seats) {
      const people = holder.type === "held" ? holder.persons : holder.type === "acting" ? [...holder.for, holder.person] : [];
      for (const person of people) ids.add(person.id);
    }
  }
  const { findings } = await findingsOf(directory);
  return findings.filter((gap) => ids.has(placeOf(gap) ?? "") || (gap.code === "scope.overlap" && ids.has(gap.other)));
}

async function near({ directory }: Open, higher: readonly Choice[], id: string): Promise<Sheet["near"]> {
  const named = (units: readonly Unit[]) => units.map((unit) => ({ id: unit.id, name: unit.name }));
  const parent = higher[0];
  const siblings = parent === undefined ? [] : (await directory.tree({ unit: parent.id, depth: 1 })).units.slice(1);
  const below = (await directory.tree({ unit: id, depth: 1 })).units.slice(1);
  const self = siblings.length === 0 ? (await directory.tree({ unit: id, depth: 0 })).units : siblings;
  return { above: higher.map((step) => ({ id: step.id, name: step.name })), beside: named(self), below: named(below) };
}
