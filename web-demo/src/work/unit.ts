// The unit whose work is looked at: the one that was chosen last, else the innermost that has every household.
import { watch } from "vue";
import type { Description } from "wangge";
import type { RemoteDirectory } from "wangge/worker";
import { open, useAnswer } from "../state/county";
import { view } from "../state/view";

/** Takes up the units that are chosen in the hierarchy or on the map, and tells which one is looked at. */
export function useUnit() {
  watch(() => [view.subject, open.value?.directory] as const, async ([id, directory]) => {
    if (id === "" || directory === undefined) return;
    const about = await directory.describe(id).catch(() => undefined);
    if (about?.type === "unit" && view.subject === id) view.unit = id;
  }, { immediate: true });
  return useAnswer(async ({ directory }): Promise<Description | undefined> => {
    const id = view.unit || (await innermost(directory));
    return id === undefined ? undefined : directory.describe(id);
  });
}

/** Down from the top, as long as one unit has all households. */
async function innermost(directory: RemoteDirectory): Promise<string | undefined> {
  let found: string | undefined;
  for (;;) {
    const { units } = await directory.tree(found === undefined ? { depth: 0 } : { unit: found, depth: 1 });
    const under = units.filter((unit) => unit.id !== found && unit.households > 0);
    const [only] = under;
    if (only === undefined || under.length > 1 || only.households < directory.householdCount) return found;
    found = only.id;
  }
}

/** Every unit under one, itself too. */
export async function unitsUnder(directory: RemoteDirectory, unit: string): Promise<Set<string>> {
  return new Set((await directory.tree({ unit })).units.map(({ id }) => id));
}
