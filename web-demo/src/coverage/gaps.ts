// Gaps put in order: what each is about, how they are grouped, which are wanted.
import type { Finding, Severity, StepOfPath } from "wangge";
import type { FindingCode } from "../words/findings";

export const GRAVEST_FIRST: readonly Severity[] = ["high", "medium", "low"];

/** What a gap is at, for the map and for questions; none where it is in the rules themselves. */
export function placeOf(gap: Finding): string | undefined {
  switch (gap.code) {
    case "household.no-innermost-unit":
    case "household.no-caretaker":
    case "pairing.ineligible":
      return gap.household;
    case "location.outside":
      return gap.subject;
    case "person.overloaded":
      return gap.person;
    case "escalation.no-policy":
      return undefined;
    default:
      return gap.unit;
  }
}

/** What is marked on the map: people have no mark, but what they are in charge of. */
export function marksOf(gaps: readonly Finding[]): Map<string, Severity> {
  const marks = new Map<string, Severity>();
  // The gravest come last, and so win.
  for (const severity of [...GRAVEST_FIRST].reverse()) {
    for (const gap of gaps) {
      if (gap.severity !== severity || gap.code === "person.overloaded") continue;
      const place = placeOf(gap);
      if (place !== undefined) marks.set(place, severity);
      if (gap.code === "scope.overlap") marks.set(gap.other, severity);
    }
  }
  return marks;
}

/** How many distinct households a gap of their own leaves out. */
export function householdsLeftOut(gaps: readonly Finding[]): number {
  return new Set(gaps.flatMap((gap) => (isOfHousehold(gap) ? [gap.household] : []))).size;
}

type OfHousehold = Extract<Finding, { code: "household.no-innermost-unit" | "household.no-caretaker" }>;

/** Whether a household is in no innermost unit, or has nobody who cares for it. */
export function isOfHousehold(gap: Finding): gap is OfHousehold {
  return gap.code === "household.no-innermost-unit" || gap.code === "household.no-caretaker";
}

export interface Group {
  code: FindingCode;
  severity: Severity;
  gaps: Finding[];
}

/** Gaps by code, the gravest first; inside a code as the core lists them. */
export function grouped(gaps: readonly Finding[]): Group[] {
  const groups = new Map<FindingCode, Group>();
  for (const gap of gaps) {
    const group = groups.get(gap.code);
    if (group === undefined) groups.set(gap.code, { code: gap.code, severity: gap.severity, gaps: [gap] });
    else group.gaps.push(gap);
  }
  return [...groups.values()].sort((a, b) => GRAVEST_FIRST.indexOf(a.severity) - GRAVEST_FIRST.indexOf(b.severity));
}

export type Paths = ReadonlyMap<string, readonly StepOfPath[]>;

/** Those that lie in a unit, as far as it is known where they lie. */
export function inside(gaps: readonly Finding[], paths: Paths, unit: string): Finding[] {
  return gaps.filter((gap) => paths.get(placeOf(gap) ?? "")?.some((step) => step.id === unit));
}

export interface Choice {
  id: string;
  name: string;
  gaps: number;
}

/**
 * What there is to choose from, level under level: the units of the first level where gaps lie in more than one, then,
 * inside the one that is chosen, those of the next.
 */
export function choices(gaps: readonly Finding[], paths: Paths, chosen: readonly string[]): Choice[][] {
  const lists: Choice[][] = [];
  let left = gaps.flatMap((gap) => paths.get(placeOf(gap) ?? "") ?? []).length === 0 ? [] : gaps;
  for (let depth = 0; left.length > 0; depth++) {
    const list = new Map<string, Choice>();
    for (const gap of left) {
      const step = paths.get(placeOf(gap) ?? "")?.[depth];
      if (step === undefined) continue;
      const choice = list.get(step.id) ?? { id: step.id, name: step.name, gaps: 0 };
      list.set(step.id, { ...choice, gaps: choice.gaps + 1 });
    }
    if (list.size === 0) break;
    const own = [...list.keys()].find((id) => chosen.includes(id));
    if (list.size > 1 || own !== undefined) {
      lists.push([...list.values()].sort((a, b) => (a.id < b.id ? -1 : 1)));
      if (own === undefined) break;
      left = inside(left, paths, own);
    }
  }
  return lists;
}
