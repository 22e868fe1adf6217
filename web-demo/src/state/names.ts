// Names of what answers refer to by id: asked of the worker in one go, and kept while the same county is open.
import { reactive, shallowRef, watch } from "vue";
import { open } from "./county";

const names = reactive(new Map<string, string>());
let waiting: string[] = [];

watch(open, (now, before) => {
  if (now?.registry !== before?.registry || now?.date !== before?.date) {
    names.clear();
    above.clear();
  }
  // What was asked before anything was open.
  if (waiting.length > 0) void askAll();
});

/** Names of what is not there yet: units that a change would open, by id. */
export const namesToCome = shallowRef<ReadonlyMap<string, string>>(new Map());

/** The name of a unit, department, person, site or household; its id until the name is there. */
export function nameOf(id: string): string {
  const known = names.get(id);
  if (known !== undefined && known !== "") return known;
  const toCome = namesToCome.value.get(id);
  if (toCome !== undefined || known === "") return toCome ?? id;
  if (!waiting.includes(id)) {
    waiting.push(id);
    if (waiting.length === 1) queueMicrotask(() => void askAll());
  }
  return id;
}

/** The units right above others, by id. */
const above = reactive(new Map<string, string>());

/** The name of a unit behind that of the one above it: small units are named alike everywhere. */
export function fullNameOf(id: string): string {
  const known = above.get(id);
  if (known === undefined) {
    above.set(id, "");
    void askAbove(id);
  }
  return known ? `${known} ${nameOf(id)}` : nameOf(id);
}

async function askAbove(id: string): Promise<void> {
  const directory = open.value?.directory;
  // What is not open any more is asked anew of what is.
  const about = await directory?.describe(id).catch(() => undefined);
  if (open.value?.directory === directory) above.set(id, about?.path.filter((unit) => unit.id !== id).at(-1)?.name ?? "");
}

async function askAll(): Promise<void> {
  const directory = open.value?.directory;
  if (directory === undefined) return;
  const ids = waiting;
  waiting = [];
  const told = await directory.names(ids).catch(() => undefined);
  if (told === undefined || open.value?.directory !== directory) return;
  ids.forEach((id, at) => names.set(id, told[at] ?? ""));
}
