// What was changed on the page: plans that were accepted, one after another, each undone and redone in turn.
import { computed, ref, shallowRef } from "vue";
import type { PairChange } from "wangge";

/** A plan that was accepted: what it changes of the pairs of a programme, from its date on. */
export interface Accepted {
  date: string;
  programme: string;
  changes: PairChange[];
}

const list = shallowRef<readonly Accepted[]>([]);
const done = ref(0);
let place = "";

/** The plans that hold now, in order. */
export const accepted = computed(() => list.value.slice(0, done.value));
export const canUndo = computed(() => done.value > 0);
export const canRedo = computed(() => done.value < list.value.length);

/** Takes up the plans that were accepted for a document; they are kept in the browser under its fingerprint. */
export function restore(fingerprint: string): void {
  place = `wangge-accepted:${fingerprint}`;
  const kept = parsed(localStorage.getItem(place));
  list.value = kept?.list ?? [];
  done.value = Math.min(kept?.done ?? 0, list.value.length);
}

/** Accepts a plan; what was undone before is gone. */
export function accept(plan: Accepted): void {
  list.value = [...accepted.value, plan];
  done.value = list.value.length;
  keep();
}

export function undo(): void {
  if (canUndo.value) done.value--;
  keep();
}

export function redo(): void {
  if (canRedo.value) done.value++;
  keep();
}

/** Whether what was accepted could be kept for the next visit. */
export const isKept = ref(true);

function keep(): void {
  try {
    if (list.value.length === 0) localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify({ list: list.value, done: done.value }));
    isKept.value = true;
  } catch {
    // Full, or forbidden: the page goes on, and says so.
    isKept.value = false;
  }
}

function parsed(text: string | null): { list: Accepted[]; done: number } | undefined {
  try {
    const kept = JSON.parse(text ?? "null") as { list: Accepted[]; done: number } | null;
    return kept !== null && Array.isArray(kept.list) && Number.isInteger(kept.done) ? kept : undefined;
  } catch {
    return undefined;
  }
}
