// The best plan for what is asked: made in the worker, again whenever something changes, one at a time.
import { computed, onScopeDispose, ref, type Ref, shallowRef, watch } from "vue";
import type { AssignOptions, AssignProgress, ErrorData } from "wangge";
import type { RemotePlan } from "wangge/worker";
import { dataOf, isAborted, open, type Open } from "../state/county";
import { type Comparison, compared } from "./compare";

/** A plan, and what it was asked of. */
export interface Made {
  now: Open;
  options: AssignOptions;
  plan: RemotePlan;
  comparison: Comparison;
}

/** While a slider moves, this many milliseconds pass before it is planned anew. */
const PAUSE = 120;

export function usePlan(options: Readonly<Ref<AssignOptions | undefined>>) {
  const made = shallowRef<Made>();
  const error = shallowRef<ErrorData>();
  const progress = ref<AssignProgress>();
  const isStopped = ref(false);
  let controller: AbortController | undefined;
  let isWanted = false;
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** What comes while a plan is made waits for its end: to break it off would cost the worker all that it has read. */
  async function work(): Promise<void> {
    if (controller !== undefined) return;
    while (isWanted && !isOver) {
      isWanted = false;
      const [now, asked] = [open.value, options.value];
      if (now !== undefined && asked !== undefined) await make(now, asked);
    }
  }

  async function make(now: Open, asked: AssignOptions): Promise<void> {
    controller = new AbortController();
    const { signal } = controller;
    [error.value, isStopped.value] = [undefined, false];
    progress.value = { stage: "candidates", round: 0, done: 0, total: 0 };
    let plan: RemotePlan | undefined;
    try {
      plan = await now.directory.assign(asked, { signal, onProgress: (told) => (progress.value = told) });
      const comparison = await compared(plan);
      if (isOver || open.value !== now) return;
      keep({ now, options: asked, plan, comparison });
      plan = undefined;
    } catch (thrown) {
      // What is not open any more cannot be asked.
      if (isOver || open.value !== now) return;
      if (isAborted(thrown)) isStopped.value = true;
      else error.value = dataOf(thrown);
      keep(undefined);
    } finally {
      void plan?.dispose();
      controller = undefined;
      progress.value = undefined;
    }
  }

  function keep(next: Made | undefined): void {
    void made.value?.plan.dispose();
    made.value = next;
  }

  /** Makes the plan again, now. */
  function again(): void {
    isWanted = true;
    void work();
  }

  /** Breaks off. */
  function stop(): void {
    isWanted = false;
    controller?.abort();
  }

  // What is asked may be put together anew and be the same.
  const key = (asked: AssignOptions | undefined) => JSON.stringify(asked);
  const isCurrent = computed(() => {
    const own = made.value;
    return own !== undefined && own.now === open.value && key(own.options) === key(options.value) && progress.value === undefined;
  });
  watch([open, () => key(options.value)], ([now], [before]) => {
    clearTimeout(timer);
    // A plan of another county or day is not shown as if it were of this one.
    if (now !== before) {
      keep(undefined);
      [error.value, isStopped.value] = [undefined, false];
    }
    timer = setTimeout(again, made.value === undefined ? 0 : PAUSE);
  }, { immediate: true });
  onScopeDispose(() => {
    isOver = true;
    clearTimeout(timer);
    keep(undefined);
  });
  return { made, isCurrent, error, progress, isStopped, again, stop };
}
