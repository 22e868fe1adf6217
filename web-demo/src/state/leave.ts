// What if people were on leave on a date?
import type { RemoteDirectory, RemoteRegistry } from "wangge/worker";
import { transactionOf } from "./transaction";

/** The day after a date. */
export function dayAfter(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

/** The registry in which people are on leave on a date: the same one, if nobody need be. */
export async function onLeave(registry: RemoteRegistry, people: readonly string[], date: string): Promise<RemoteRegistry> {
  if (people.length === 0) return registry;
  const directory = await registry.asOf(date);
  try {
    const there = await Promise.all(people.map(async (id) => ((await isThere(directory, id)) ? [id] : [])));
    const changes = there.flat().map((person) => ({ absent: { person, from: date, until: dayAfter(date) } }));
    return changes.length === 0 ? registry : await registry.apply(transactionOf(changes));
  } finally {
    void directory.dispose();
  }
}

/** Whom a link names and nobody knows cannot be on leave, and who is away already need not be. */
async function isThere(directory: RemoteDirectory, id: string): Promise<boolean> {
  const about = await directory.describe(id).catch(() => undefined);
  return about?.type === "person" && about.absent !== true;
}
