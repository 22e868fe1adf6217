// What was changed on the page: plans that were accepted, one after another, each undone and redone in turn.
import { get, set } from "idb-keyval";
import { computed, ref, shallowRef } from "vue";
import type { ErrorData } from "wangge";

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

interface State {
  list: readonly Accepted[];
  /** How many of them hold; those behind were undone. */
  done: number;
}

const NOTHING: State = { list: [], done: 0 };

/** The plans that were accepted for one document. They are kept when the core has agreed to them. */
export class Plans {
  readonly #state = shallowRef<State>(NOTHING);
  #agreed: State;
  /** Why the last one was not accepted. */
  readonly refusal = shallowRef<ErrorData>();
  /** Those that hold, in order. */
  readonly accepted = computed(() => this.#state.value.list.slice(0, this.#state.value.done));
  readonly canUndo = computed(() => this.#state.value.done > 0);
  readonly canRedo = computed(() => this.#state.value.done < this.#state.value.list.length);

  /** `place` is where they are kept. */
  constructor(readonly place: string, state: State) {
    this.#state.value = this.#agreed = state;
  }

  /** Accepts a plan; what was undone before is gone. */
  accept(plan: Accepted): void {
    const list = [...this.accepted.value, plan];
    this.#change({ list, done: list.length });
  }

  /** Undoes the last ones, or redoes those that were undone. */
  go(steps: number): void {
    const { list, done } = this.#state.value;
    this.#change({ list, done: Math.min(list.length, Math.max(0, done + steps)) });
  }

  #change(state: State): void {
    this.refusal.value = undefined;
    this.#state.value = state;
  }

  /** The core has agreed: they are kept for the next visit. */
  async agree(): Promise<void> {
    if (this.#state.value === this.#agreed) return;
    this.#agreed = this.#state.value;
    try {
      await set(this.place, this.#agreed);
      isKept.value = true;
      others?.postMessage(this.place);
    } catch {
      // Full, or forbidden: the page goes on, and says so.
      isKept.value = false;
    }
  }

  /** The core has refused: back to what it agreed to; if that is what it refused, none of them holds. */
  refuse(error: ErrorData): void {
    const isAgreed = this.#state.value === this.#agreed;
    this.#change(isAgreed ? { list: this.#agreed.list, done: 0 } : this.#agreed);
    this.refusal.value = error;
  }

  /** Takes up what was kept by another page. */
  async reread(): Promise<void> {
    this.#state.value = this.#agreed = await kept(this.place);
  }
}

/** The plans of the document that is shown. */
export const plans = shallowRef(new Plans("", NOTHING));
/** Whether what was accepted could be kept for the next visit. */
export const isKept = ref(true);

/** Other pages of the same browser. */
const others = "BroadcastChannel" in globalThis ? new BroadcastChannel("wangge-accepted") : undefined;
others?.addEventListener("message", ({ data }) => {
  if (data === plans.value.place) void plans.value.reread();
});

/** The plans that were accepted for a document; they are kept in the browser under its fingerprint. */
export async function plansOf(fingerprint: string): Promise<Plans> {
  const place = `wangge-accepted:${fingerprint}`;
  return new Plans(place, await kept(place));
}

/** Where a browser keeps nothing, or something else, the page begins with nothing. */
async function kept(place: string): Promise<State> {
  const found = await get<unknown>(place).catch(() => undefined);
  return isState(found) ? { list: found.list, done: Math.min(found.list.length, Math.max(0, found.done)) } : NOTHING;
}

function isState(found: unknown): found is State {
  const { list, done } = (found ?? {}) as Partial<State>;
  return Array.isArray(list) && Number.isInteger(done) && list.every(isAccepted);
}

function isAccepted(found: unknown): found is Accepted {
  const { date, purpose, moved, changes } = (found ?? {}) as Partial<Accepted>;
  return typeof date === "string" && typeof purpose === "object" && purpose !== null && typeof moved === "number" && changes instanceof Blob;
}
