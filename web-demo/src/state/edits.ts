// What was changed on the page: plans that were accepted, one after another, each undone and redone in turn.
import { get, set } from "idb-keyval";
import { computed, ref, shallowRef } from "vue";

/** What a plan is for: the caretakers of a programme, or the units of a level. */
export type Purpose = { programme: string } | { level: string };

/** A plan that was accepted. */
export interface Accepted {
  /** From when on it holds. */
  date: string;
  purpose: Purpose;
  /** How many households go elsewhere. */
  moved: number;
  /** What it changes of today's pairs, in the core's own words; of a county too long for the page to look at. */
  changes: Blob;
}

interface Kept {
  list: readonly Accepted[];
  done: number;
}

const list = shallowRef<readonly Accepted[]>([]);
const done = ref(0);
let place = "";

/** The plans that hold now, in order. */
export const accepted = computed(() => list.value.slice(0, done.value));
export const canUndo = computed(() => done.value > 0);
export const canRedo = computed(() => done.value < list.value.length);

/** Takes up the plans that were accepted for a document; they are kept in the browser under its fingerprint. */
export async function restore(fingerprint: string): Promise<void> {
  const own = `wangge-accepted:${fingerprint}`;
  place = own;
  // Where a browser keeps nothing, the page begins with nothing.
  const kept = await get<Kept>(own).catch(() => undefined);
  if (place !== own || (kept === undefined && list.value.length === 0)) return;
  list.value = kept?.list ?? [];
  done.value = Math.min(kept?.done ?? 0, list.value.length);
}

/** Accepts a plan; what was undone before is gone. */
export function accept(plan: Accepted): void {
  list.value = [...accepted.value, plan];
  done.value = list.value.length;
  void keep();
}

export function undo(): void {
  if (canUndo.value) done.value--;
  void keep();
}

export function redo(): void {
  if (canRedo.value) done.value++;
  void keep();
}

/** Whether what was accepted could be kept for the next visit. */
export const isKept = ref(true);

async function keep(): Promise<void> {
  try {
    await set(place, { list: list.value, done: done.value } satisfies Kept);
    isKept.value = true;
  } catch {
    // Full, or forbidden: the page goes on, and says so.
    isKept.value = false;
  }
}
