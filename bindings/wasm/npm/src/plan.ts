import type { RawPairs, RawPlan } from "./core.js";
import { text, whole } from "./checked.js";
import { disposeSymbol } from "./dispose.js";
import { Handle } from "./handle.js";
import { Household } from "./household.js";
import type { Explanation, PairChange, PlanCheck, PlanSummary } from "./types.js";

/** Who takes whom: an entry a pair, in the order of the plan. */
export interface Pairs {
  /** The household of each pair, by number in the directory. */
  households: Uint32Array;
  /** Its taker: the place in {@link Pairs.table}. */
  takers: Uint32Array;
  /** The ids of everybody who takes households. */
  table: string[];
}

/** Pairs out of the memory of the core. @internal */
export function pairsOf(raw: RawPairs): Pairs {
  const table = raw.table();
  const pairs = { households: raw.households(), takers: raw.takers(), table: table === "" ? [] : table.split("\n") };
  raw.free();
  return pairs;
}

/** The best plan of household assignment, with its proof. It lives in the memory of the core until it is disposed of. */
export class Plan {
  readonly #handle: Handle<RawPlan>;
  #summary: PlanSummary | undefined;

  private constructor(raw: RawPlan) {
    this.#handle = new Handle(raw, "plan");
  }

  /** @internal */
  static of(raw: RawPlan): Plan {
    return new Plan(raw);
  }

  /** The plan in numbers, beside what holds today; its proof is checked when this is first read. */
  get summary(): PlanSummary {
    const raw = this.#handle.raw;
    return (this.#summary ??= JSON.parse(raw.summary()) as PlanSummary);
  }

  /** Who takes whom. */
  pairs(): Pairs {
    return this.#handle.ask((raw) => pairsOf(raw.pairs()));
  }

  /** Who takes whom today, of the households that the plan is about. */
  today(): Pairs {
    return this.#handle.ask((raw) => pairsOf(raw.today()));
  }

  /**
   * Why a household has the takers that it has: with at most so many others who could take it.
   *
   * @throws {@link WanggeError} `household.unknown` if it is not planned, `subject.not-on-date`.
   */
  explain(household: string | Household, atMost = 8): Explanation {
    const id = household instanceof Household ? household.id : text(household, "household");
    return this.#handle.ask((raw) => JSON.parse(raw.explain(id, whole(atMost, "atMost"))) as Explanation);
  }

  /** Checks every rule, and the proof against all eligible pairs. */
  verify(): PlanCheck {
    return this.#handle.ask((raw) => JSON.parse(raw.verify()) as PlanCheck);
  }

  /** What changes of today's pairs: household by household, what ends before what begins. */
  diff(): PairChange[] {
    return (JSON.parse(this.diffText()) as { changes: PairChange[] }).changes;
  }

  /** The same as text, `{"changes": […]}`: to be stored or handed on, where a county's list would hold up a page. */
  diffText(): string {
    return this.#handle.ask((raw) => raw.diff());
  }

  /** The plan as a transaction from its date on, as text: `registry.apply(plan.transaction())` does it. */
  transaction(): string {
    return this.#handle.ask((raw) => raw.transaction());
  }

  /** The plan as a file `wangge-plan/1`, with its proof: anybody can check it with {@link Directory.verify}. */
  file(): string {
    return this.#handle.ask((raw) => raw.file());
  }

  /** The plan as a table for a spreadsheet. Labels and names are personal data. */
  csv(): string {
    return this.#handle.ask((raw) => raw.csv());
  }

  /** Frees its memory. */
  dispose(): void {
    this.#handle.end();
  }

  /** The same as {@link Plan.dispose}, for `using`. */
  [disposeSymbol](): void {
    this.dispose();
  }
}
