// What a change would do, before it is accepted: asked of the core, again whenever the form says something else.
import { computed, onScopeDispose, ref, shallowRef, watch } from "vue";
import type { ErrorData, Impact } from "wangge";
import { dataOf, isAborted, open, type Open } from "../state/county";
import { transactionOf } from "../state/transaction";
import type { Changes } from "./forms";

/** While somebody types, this many milliseconds pass before it is asked. */
const PAUSE = 200;
/** So many households, people and gaps of each list are looked at; the numbers are of all. */
const AT_MOST = 3000;

/** What a change would do, and of what county. */
export interface Preview {
  of: Open;
  changes: NonNullable<Changes>;
  on: string;
  impact: Impact;
}

export function usePreview(changes: () => Changes, on: () => string) {
  const preview = shallowRef<Preview>();
  const error = shallowRef<ErrorData>();
  const isAsking = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest = 0;
  const key = computed(() => JSON.stringify(changes()));

  async function ask(now: Open, asked: NonNullable<Changes>, date: string): Promise<void> {
    const own = ++latest;
    isAsking.value = true;
    try {
      const impact = await impactOf(now, asked, date);
      if (own === latest) [preview.value, error.value] = [{ of: now, changes: asked, on: date, impact }, undefined];
    } catch (thrown) {
      if (own === latest && !isAborted(thrown)) [preview.value, error.value] = [undefined, dataOf(thrown)];
    } finally {
      if (own === latest) isAsking.value = false;
    }
  }

  watch([open, key, on], () => {
    clearTimeout(timer);
    const [now, asked, date] = [open.value, changes(), on()];
    if (now !== undefined && asked !== undefined && date !== "") {
      isAsking.value = true;
      timer = setTimeout(() => void ask(now, asked, date), PAUSE);
    } else {
      latest++;
      [preview.value, error.value, isAsking.value] = [undefined, undefined, false];
    }
  }, { immediate: true });
  onScopeDispose(() => {
    latest++;
    clearTimeout(timer);
  });

  const isCurrent = computed(() => {
    const own = preview.value;
    return own !== undefined && !isAsking.value && own.of === open.value && own.on === on() && JSON.stringify(own.changes) === key.value;
  });
  return { preview, error, isAsking, isCurrent };
}

/** Compares the county with itself after changes, on the day from which they hold. */
async function impactOf({ accepted, registry, directory, date }: Open, changes: NonNullable<Changes>, on: string): Promise<Impact> {
  const after = await accepted.apply(transactionOf(changes));
  const isOpen = accepted === registry && on === date;
  const [now, then] = await Promise.all([isOpen ? directory : accepted.asOf(on), after.asOf(on)]);
  try {
    return await now.impactTo(then, AT_MOST);
  } finally {
    for (const own of [then, after, ...(isOpen ? [] : [now])]) void own.dispose();
  }
}
