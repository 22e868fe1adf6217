// What a view asks of the map, and the map of the views. A view sets its own layer and takes it away when it is left.
import { onScopeDispose, shallowRef, watchEffect } from "vue";

export interface Lines {
  /** What they are: how they are drawn, and what the legend says. */
  style: "today" | "plan" | "kept" | "instead" | "answer" | "round";
  /** Four numbers a line: longitude and latitude of both ends. */
  coordinates: Float64Array;
}

/** Why something is marked: how its mark is drawn, and what the legend says. */
export type Mark = "high" | "medium" | "low" | "short" | "full" | "changed" | "missing" | "missing-first";

export interface Overlay {
  lines: readonly Lines[];
  /** Households, units and sites that are marked, and people: these are no subjects. */
  marks: ReadonlyMap<string, Mark>;
  /** For each household, by number, its caretaker's number in any table, -1 for none: points coloured by caretaker. */
  caretakers?: Int32Array | undefined;
  /** Households in the order of a round: their numbers stand beside them. */
  stops?: readonly string[] | undefined;
  /** Whether lines lead to units and not to people. */
  isUnits?: boolean;
}

const NOTHING: Overlay = { lines: [], marks: new Map() };

export const overlay = shallowRef<Overlay>(NOTHING);
/** What the map is to show next, if it can: a unit, household or site. A new object each time. */
export const wantedOnMap = shallowRef<{ id: string }>();

/** Who takes what is picked on the map, instead of its being asked about; tells whether it was taken. */
export const pickedOnMap = shallowRef<(id: string) => boolean>();

/** Moves the map to a unit, household or site. */
export function showOnMap(id: string): void {
  wantedOnMap.value = { id };
}

/** Keeps the map's overlay as `make` says while the component lives. */
export function useOverlay(make: () => Partial<Overlay>): void {
  watchEffect(() => (overlay.value = { ...NOTHING, ...make() }));
  onScopeDispose(() => (overlay.value = NOTHING));
}
