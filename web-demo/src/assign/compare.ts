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

/** A household whose takers change: its number, and their places in the table. */
export interface Move {
  household: number;
  from: number[];
  to: number[];
}

/** Compares a plan with what holds today. */
export async function compared(directory: RemoteDirectory, plan: RemotePlan, { programme }: AssignOptions): Promise<Comparison> {
  const planned = await plan.pairs();
  return compare(planned, await (programme ? directory.pairings(programme) : unitsToday(directory, planned)));
}

/** The unit that each household is directly in: a taker if it is one of the plan's, else it is as good as nobody's. */
async function unitsToday(directory: RemoteDirectory, planned: Pairs): Promise<Pairs> {
  const [units, table] = await Promise.all([directory.householdUnits(), directory.unitIds()]);
  const isTaker = new Set(planned.table);
  const households = planned.households.filter((household) => isTaker.has(table[units[household] ?? -1] ?? ""));
  return { households, takers: households.map((household) => units[household]!), table };
}

/**
 * Both lists ascend by household, so that one walk along them does; a county has 200,000. Today's pairs of households
 * that the plan gives to nobody are left aside.
 */
export function compare(planned: Pairs, today: Pairs): Comparison {
  const table = [...planned.table];
  const places = new Map(table.map((id, at) => [id, at]));
  const placeOf = today.table.map((id) => places.get(id) ?? table.push(id) - 1);
  const kept = new List(planned.households.length);
  const begins = new List(planned.households.length);
  const ends = new List(today.households.length);
  for (let at = 0, now = 0; at < planned.households.length;) {
    const household = planned.households[at]!;
    const [from, to] = [at, endOf(planned.households, at)];
    while (now < today.households.length && today.households[now]! < household) now++;
    const [first, last] = [now, today.households[now] === household ? endOf(today.households, now) : now];
    const isToday = (taker: number) => hasPlace(today.takers, first, last, (own) => placeOf[own] === taker);
    for (let pair = from; pair < to; pair++) {
      const taker = planned.takers[pair]!;
      (isToday(taker) ? kept : begins).push(household, taker);
    }
    for (let pair = first; pair < last; pair++) {
      const taker = placeOf[today.takers[pair]!]!;
      if (!hasPlace(planned.takers, from, to, (own) => own === taker)) ends.push(household, taker);
    }
    [at, now] = [to, last];
  }
  return { table, kept: kept.numbers, ends: ends.numbers, begins: begins.numbers };
}

/** The households whose takers change, in the order of their numbers: at most so many. */
export function movesOf({ ends, begins }: Comparison, atMost: number): Move[] {
  const moves: Move[] = [];
  for (let end = 0, begin = 0; moves.length < atMost && (end < ends.length || begin < begins.length);) {
    const household = Math.min(ends[end] ?? Infinity, begins[begin] ?? Infinity);
    const move: Move = { household, from: [], to: [] };
    for (; ends[end] === household; end += 2) move.from.push(ends[end + 1]!);
    for (; begins[begin] === household; begin += 2) move.to.push(begins[begin + 1]!);
    moves.push(move);
  }
  return moves;
}

/** Where the pairs of a household end that begin at a place. */
function endOf(households: Uint32Array, at: number): number {
  let end = at + 1;
  while (households[end] === households[at]) end++;
  return end;
}

function hasPlace(takers: Uint32Array, from: number, to: number, is: (taker: number) => boolean): boolean {
  for (let at = from; at < to; at++) if (is(takers[at]!)) return true;
  return false;
}

/** Pairs as they are found, in room for all that there can be. */
class List {
  readonly #room: Uint32Array;
  #length = 0;

  constructor(pairs: number) {
    this.#room = new Uint32Array(2 * pairs);
  }

  push(household: number, taker: number): void {
    this.#room[this.#length++] = household;
    this.#room[this.#length++] = taker;
  }

  get numbers(): Numbers {
    return this.#room.slice(0, this.#length);
  }
}
