// What was changed on the page: transactions of the core, one after another, each undone and redone in turn.
import { get, set } from "idb-keyval";
import { computed, ref, shallowRef } from "vue";
import type { ErrorData, TransactionChange } from "wangge";

/** What a plan is for: the caretakers of a programme, or the units of a level. */
export type Purpose = { programme: string } | { level: string };

/** A transaction that was accepted. */
export interface Entry {
  /** When it was accepted. */
  at: string;
  /** From when on it holds. */
  on: string;
  reason: string;
  /** Of a plan: what it is for, and how many households go elsewhere. */
  plan?: { purpose: Purpose; moved: number } | undefined;
  /** How many changes it has, if it is no plan. */
  count?: number | undefined;
  /** Of a few changes that can be told: these. */
  changes?: readonly TransactionChange[] | undefined;
  /** The transaction as a file, on one line; of a county's plan too long for the page to look at. */
  transaction: Blob;
}

interface State {
  list: readonly Entry[];
  /** How many of them hold; those behind were undone. */
  done: number;
}

const NOTHING: State = { list: [], done: 0 };

/** What was accepted for one document. It is kept when the core has agreed to it. */
export class Journal {
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

  /** Accepts a transaction; what was undone before is gone. */
  accept(entry: Entry): void {
    const list = [...this.accepted.value, entry];
    this.#change({ list, done: list.length });
  }

  /** Takes a whole journal in the place of this one. */
  replace(list: readonly Entry[]): void {
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

/** The journal of the document that is shown. */
export const journal = shallowRef(new Journal("", NOTHING));
/** Whether what was accepted could be kept for the next visit. */
export const isKept = ref(true);

/** Other pages of the same browser. */
const others = "BroadcastChannel" in globalThis ? new BroadcastChannel("wangge-journal") : undefined;
others?.addEventListener("message", ({ data }) => {
  if (data === journal.value.place) void journal.value.reread();
});

/** What was accepted for a document; it is kept in the browser under the document's fingerprint. */
export async function journalOf(fingerprint: string): Promise<Journal> {
  const place = `wangge-journal:${fingerprint}`;
  return new Journal(place, await kept(place));
}

/** Where a browser keeps nothing, or something else, the page begins with nothing. */
async function kept(place: string): Promise<State> {
  const found = await get<unknown>(place).catch(() => undefined);
  return isState(found) ? { list: found.list, done: Math.min(found.list.length, Math.max(0, found.done)) } : NOTHING;
}

function isState(found: unknown): found is State {
  const { list, done } = (found ?? {}) as Partial<State>;
  return Array.isArray(list) && Number.isInteger(done) && list.every(isEntry);
}

function isEntry(found: unknown): found is Entry {
  const { at, on, reason, transaction } = (found ?? {}) as Partial<Entry>;
  return [at, on, reason].every((own) => typeof own === "string") && transaction instanceof Blob;
}
