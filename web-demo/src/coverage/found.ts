// To check a county takes a while: what was found on a date is kept as long as the date's directory.
import type { Findings } from "wangge";
import type { Open } from "../state/county";

interface Check {
  found: Promise<Findings>;
  controller: AbortController;
}

const kept = new WeakMap<Open["directory"], Check>();

/** Every gap on the date. */
export function findingsOf(directory: Open["directory"]): Promise<Findings> {
  const known = kept.get(directory);
  if (known !== undefined) return known.found;
  const controller = new AbortController();
  const found = directory.findings({ signal: controller.signal });
  kept.set(directory, { found, controller });
  found.catch(() => kept.delete(directory));
  return found;
}

/** Breaks the check of a date off, if it goes on. */
export function stopFindings(directory: Open["directory"]): void {
  kept.get(directory)?.controller.abort();
}
