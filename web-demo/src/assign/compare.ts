// A plan beside today's pairs, in numbers: which pairs stay, which end, which begin.
import type { Pairs } from "wangge";
import type { RemotePlan } from "wangge/worker";

/** Pairs: a household's number, then the place of its taker in the table, and so on. */
export type Numbers = Uint32Array;

export interface Comparison {
  /** Ids of everybody who takes households, in the plan or today. */
  table: string[];
  kept: Numbers;
  ends: Numbers;
  begins: Numbers;
  /** How many households somebody takes today, and the same in the plan. */
  staying: number;
}

/** A household whose takers change: its number, and their places in the table. */
export interface Move {
  household: number;
  from: number[];
  to: number[];
}

/** Compares a plan with what holds today. */
export async function compared(plan: RemotePlan): Promise<Comparison> {
  const [planned, today] = await Promise.all([plan.pairs(), plan.today()]);
  return compare(planned, today);
}

/** Both lists ascend by household, so that one walk along them does; a county has 200,000. */
export function compare(planned: Pairs, today: Pairs): Comparison {
  const table = [...planned.table];
  const places = new Map(table.map((id, at) => [id, at]));
  const placeOf = today.table.map((id) => places.get(id) ?? table.push(id) - 1);
  const kept = new List(planned.households.length);
  const begins = new List(planned.households.length);
  const ends = new List(today.households.length);
  let staying = 0;
  for (let at = 0, now = 0; at < planned.households.length || now < today.households.length;) {
    const household = Math.min(planned.households[at] ?? Infinity, today.households[now] ?? Infinity);
    const [to, last] = [endOf(planned.households, at, household), endOf(today.households, now, household)];
    const [began, ended] = [begins.length, ends.length];
    for (let pair = at; pair < to; pair++) {
      const taker = planned.takers[pair]!;
      const isToday = hasPlace(today.takers, now, last, (own) => placeOf[own] === taker);
      (isToday ? kept : begins).push(household, taker);
    }
    for (let pair = now; pair < last; pair++) {
      const taker = placeOf[today.takers[pair]!]!;
      if (!hasPlace(planned.takers, at, to, (own) => own === taker)) ends.push(household, taker);
    }
    if (began === begins.length && ended === ends.length) staying++;
    [at, now] = [to, last];
  }
  return { table, kept: kept.numbers, ends: ends.numbers, begins: begins.numbers, staying };
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

/** Where the pairs of a household end, if they begin at a place. */
function endOf(households: Uint32Array, at: number, household: number): number {
  let end = at;
  while (households[end] === household) end++;
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

  get length(): number {
    return this.#length;
  }

  get numbers(): Numbers {
    return this.#room.slice(0, this.#length);
  }
}
