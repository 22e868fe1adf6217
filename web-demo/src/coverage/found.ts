// To check a county takes a while: what was found on a date is kept as long as the date's directory.
import type { Findings } from "wangge";
import type { Open } from "../state/county";

const kept = new WeakMap<Open["directory"], Promise<Findings>>();

/** Every gap on the date. */
export function findingsOf(directory: Open["directory"]): Promise<Findings> {
  const known = kept.get(directory);
  if (known !== undefined) return known;
  const asked = directory.findings();
  kept.set(directory, asked);
  asked.catch(() => kept.delete(directory));
  return asked;
}
