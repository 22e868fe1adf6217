// A plan beside today's pairs, in numbers: which pairs stay, which end, which begin.
import type { AssignOptions, Pairs } from "wangge";
import type { RemoteDirectory, RemotePlan } from "wangge/worker";

/** Pairs: a household's number, then the place of its taker in the table, and so on. */
export type Numbers = Uint32Array;

export interface Comparison {
  /** Ids of everybody who takes households, in the plan or today. */
  table: string[];
  kept: Numbers;
  ends: Numbers;
  begins: Numbers;
}

/** Compares a plan with what holds today. */
export async function compared(directory: RemoteDirectory, plan: RemotePlan, { programme, unit }: AssignOptions): Promise<Comparison> {
  const planned = await plan.pairs();
  const today = await (programme ? directory.pairings(programme) : unitsToday(directory, planned));
  return compare(planned, today, unit === undefined || unit === null ? undefined : new Set(planned.households));
}

/** The unit that each household is directly in: a taker if it is one of the plan's, else it is as good as nobody's. */
async function unitsToday(directory: RemoteDirectory, planned: Pairs): Promise<Pairs> {
  const [units, table] = await Promise.all([directory.householdUnits(), directory.unitIds()]);
  const isTaker = new Set(planned.table);
  const households = planned.households.filter((household) => isTaker.has(table[units[household] ?? -1] ?? ""));
  return { households, takers: households.map((household) => units[household]!), table };
}

/** Of a plan of one unit the others' pairs are no concern. */
export function compare(planned: Pairs, today: Pairs, within: ReadonlySet<number> | undefined): Comparison {
  const table = [...planned.table];
  const places = new Map(table.map((id, at) => [id, at]));
  const placeOf = today.table.map((id) => {
    const known = places.get(id);
    if (known !== undefined) return known;
    places.set(id, table.length);
    return table.push(id) - 1;
  });
  const size = table.length;
  const now = new Set<number>();
  today.households.forEach((household, at) => {
    if (within?.has(household) ?? true) now.add(household * size + (placeOf[today.takers[at]!] ?? 0));
  });
  const kept: number[] = [];
  const begins: number[] = [];
  planned.households.forEach((household, at) => {
    const taker = planned.takers[at]!;
    (now.delete(household * size + taker) ? kept : begins).push(household, taker);
  });
  const ends = [...now].flatMap((key) => [Math.floor(key / size), key % size]);
  return { table, kept: Uint32Array.from(kept), ends: Uint32Array.from(ends), begins: Uint32Array.from(begins) };
}
