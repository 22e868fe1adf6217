// Which sheet is open, and what a sheet is about if nobody says.
import { ref } from "vue";
import type { SchemeRecord, StepOfPath } from "wangge";
import type { Open } from "../state/county";

/** What the sheet is to be about: a unit, a person, or whatever the page is about. */
export interface About {
  unit?: string | undefined;
  person?: string | undefined;
}

/** The sheet that is open. */
export const sheet = ref<About>();

/** Opens the sheet of a unit, or of where somebody serves. */
export function openSheet(about: About = {}): void {
  sheet.value = about;
}

/** The level of grids: the last whose units have other units with households under them, else the last of all. */
export function gridLevel(scheme: SchemeRecord): string | undefined {
  const holds = scheme.levels.filter((level) => level.households === true);
  const grid = holds.findLast((level) => holds.some((other) => other.parents?.includes(level.id)));
  return (grid ?? scheme.levels.at(-1))?.id;
}

/** The unit on a way down whose sheet is wanted: the grid, else the innermost above it. */
function gridOn(scheme: SchemeRecord, path: readonly StepOfPath[]): string | undefined {
  return (path.find((step) => step.level === gridLevel(scheme)) ?? path.at(-1))?.id;
}

/** The unit that a sheet is about. */
export async function unitOf({ directory, scheme }: Open, { unit, person }: About, subject: string): Promise<string | undefined> {
  if (unit !== undefined) return unit;
  if (person !== undefined) {
    const { posts, pairings } = await directory.duties(person);
    // Their own grid before a unit above it that they serve too: of what they hold, the innermost.
    const levels = scheme.levels.map((level) => level.id);
    const paths = await Promise.all([...new Set(posts.map((post) => post.unit))].map(async (id) => (await directory.describe(id)).path));
    const deepest = paths.sort((a, b) => levels.indexOf(b.at(-1)?.level ?? "") - levels.indexOf(a.at(-1)?.level ?? ""))[0];
    if (deepest !== undefined) return gridOn(scheme, deepest);
    const household = pairings[0]?.household;
    if (household !== undefined) return gridOn(scheme, (await directory.describe(household)).path);
  }
  const first = directory.householdCount > 0 ? await directory.householdId(0) : undefined;
  const about = subject === "" ? first : subject;
  return about === undefined ? undefined : gridOn(scheme, (await directory.describe(about)).path);
}
