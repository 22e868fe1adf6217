// What of a plan is drawn on the map: who goes to whom today and in the plan, and where places run short.
import { computed, shallowRef, watch } from "vue";
import type { PlanSummary } from "wangge";
import { type Lines, type Mark, useOverlay } from "../map/overlay";
import { degreesOf } from "../map/pairs";
import { type Compare, view } from "../state/view";
import type { Numbers } from "./compare";
import type { Made } from "./plan";

/** More marks than this are a blot. */
const MARKS = 1000;

interface Places {
  made: Made;
  households: Float64Array;
  takers: Float64Array;
}

/** A line that is drawn beside the plan's: a household, and who could take it instead. */
export const instead = shallowRef<{ household: string; taker: string }>();

/** Draws a plan while the component lives. */
export function usePlanOnMap(made: () => Made | undefined, isUnits: () => boolean): void {
  const places = shallowRef<Places>();
  const other = shallowRef<Lines>();
  watch(made, async (own) => {
    if (own === undefined) return;
    const { directory } = own.now;
    const [households, takers] = await Promise.all([directory.positions(), degreesOf(directory, own.comparison.table)]).catch(() => []);
    if (own === made() && households !== undefined && takers !== undefined) places.value = { made: own, households, takers };
  }, { immediate: true });
  watch([instead, made], async ([asked, own]) => {
    const ends = asked && own && (await degreesOf(own.now.directory, [asked.household, asked.taker]).catch(() => undefined));
    if (asked === instead.value) other.value = ends && { style: "instead", coordinates: ends };
  }, { immediate: true });
  // A county has 200,000 lines: they stay as they are when one is drawn beside them.
  const marks = computed(() => marksOf(made()?.plan.summary));
  const drawn = computed(() => {
    const known = places.value;
    if (known === undefined || known.made !== made()) return { lines: [] };
    return { lines: linesOf(known, view.compare), caretakers: caretakersOf(known, view.compare) };
  });
  useOverlay(() => {
    const beside = other.value === undefined || drawn.value.lines.length === 0 ? [] : [other.value];
    return { ...drawn.value, marks: marks.value, lines: [...drawn.value.lines, ...beside], isUnits: isUnits() };
  });
}

function linesOf(places: Places, compare: Compare): Lines[] {
  const { kept, ends, begins } = places.made.comparison;
  const drawn = (style: Lines["style"], pairs: Numbers): Lines => ({ style, coordinates: coordinatesOf(pairs, places) });
  switch (compare) {
    case "both":
      return [drawn("kept", kept), drawn("today", ends), drawn("plan", begins)];
    case "today":
      return [drawn("kept", kept), drawn("today", ends)];
    case "plan":
      return [drawn("kept", kept), drawn("plan", begins)];
  }
}

/** Four numbers a line: longitude and latitude of both ends. */
function coordinatesOf(pairs: Numbers, { households, takers }: Places): Float64Array {
  const coordinates = new Float64Array(2 * pairs.length);
  for (let at = 0; at < pairs.length; at += 2) {
    const [household, taker] = [pairs[at]!, pairs[at + 1]!];
    coordinates[2 * at] = households[2 * household]!;
    coordinates[2 * at + 1] = households[2 * household + 1]!;
    coordinates[2 * at + 2] = takers[2 * taker]!;
    coordinates[2 * at + 3] = takers[2 * taker + 1]!;
  }
  return coordinates;
}

function caretakersOf({ made: { comparison }, households }: Places, compare: Compare): Int32Array {
  const caretakers = new Int32Array(households.length / 2).fill(-1);
  const { kept, ends, begins } = comparison;
  for (const pairs of [kept, compare === "today" ? ends : begins]) {
    for (let at = 0; at < pairs.length; at += 2) caretakers[pairs[at]!] = pairs[at + 1]!;
  }
  return caretakers;
}

/** Where places run short, and whose they are. */
function marksOf(summary: PlanSummary | undefined): Map<string, Mark> {
  const { unassigned = [], bottlenecks = [] } = summary ?? {};
  const marks = new Map<string, Mark>();
  for (const { households } of bottlenecks) for (const household of households) marks.set(household, "short");
  for (const { household } of unassigned) marks.set(household, "short");
  // Those that stand last are drawn last: somebody may live where places run short.
  const full = new Set(bottlenecks.flatMap(({ takers }) => takers.map(({ taker }) => taker)));
  return new Map([...[...marks].slice(0, MARKS), ...[...full].slice(0, MARKS).map((taker) => [taker, "full"] as const)]);
}
