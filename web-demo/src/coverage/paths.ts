// Where the gaps lie, unit in unit. It is asked a few at a time, so that other questions get their turn between.
import { shallowRef, watch } from "vue";
import type { Finding, StepOfPath } from "wangge";
import { type Open, open } from "../state/county";
import { type Paths, placeOf } from "./gaps";

const AT_ONCE = 100;

/** The units that each gap's place is in, from the top; what is not known yet, or not on the date, is not there. */
export function usePaths(gaps: () => readonly Finding[]) {
  const paths = shallowRef<Paths>(new Map());
  watch([open, gaps], ([now, all], _, onCleanup) => {
    let isOver = false;
    onCleanup(() => (isOver = true));
    if (now !== undefined) void findAll(now, all, paths, () => isOver);
  }, { immediate: true });
  return paths;
}

async function findAll(now: Open, gaps: readonly Finding[], paths: { value: Paths }, isOver: () => boolean): Promise<void> {
  const wanted = [...new Set(gaps.flatMap((gap) => placeOf(gap) ?? []))];
  const found = new Map<string, readonly StepOfPath[]>();
  for (let at = 0; at < wanted.length && !isOver(); at += AT_ONCE) {
    await Promise.all(wanted.slice(at, at + AT_ONCE).map(async (id) => found.set(id, await pathOf(now, id))));
    // Shown early, then when all is there: each time costs a look at every gap.
    if (!isOver() && (at === 0 || at + AT_ONCE >= wanted.length)) paths.value = new Map(found);
  }
}

/** In a period there are places that do not exist on the page's date. */
async function pathOf({ directory }: Open, id: string): Promise<readonly StepOfPath[]> {
  try {
    return (await directory.describe(id)).path;
  } catch {
    return [];
  }
}
