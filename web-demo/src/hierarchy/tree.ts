// The tree of what is open in the county: units come when they are first opened.
import { computed, shallowReactive, shallowRef, triggerRef, watch } from "vue";
import type { UnitView } from "./unit";
import { open } from "../state/county";
import { type Node, rowsOf } from "./rows";

const tops = shallowRef<Node[]>([]);
const opened = shallowReactive(new Set<string>());
const nodes = new Map<string, Node>();

/** What is to be seen. */
export const rows = computed(() => rowsOf(tops.value, (id) => opened.has(id)));

export const isOpened = (id: string) => opened.has(id);

function unitNode(unit: UnitView, parent: Node | undefined): Node {
  const gaps = unit.seats.filter(({ holder }) => holder.type === "vacant" || holder.type === "absent").length;
  const { id, name, level, households } = unit;
  const node: Node = { id, type: "unit", name, level, households, gaps, children: undefined, parent };
  nodes.set(id, node);
  return node;
}

/** What is under a unit, asked for once. */
async function childrenOf(node: Node): Promise<Node[]> {
  if (node.children !== undefined) return node.children ?? [];
  const directory = open.value?.directory;
  if (directory === undefined) return [];
  const [tree, households, sites] = await Promise.all([
    directory.tree({ unit: node.id, depth: 1 }),
    directory.householdsIn(node.id),
    directory.sites(node.id),
  ]);
  const units = tree.units.filter((unit) => unit.parent === node.id).map((unit) => unitNode(unit, node));
  const own = sites.features.filter((site) => site.properties.unit === node.id);
  const leaf = (id: string, name: string, type: Node["type"]): Node => ({ id, name, type, children: null, parent: node });
  node.children = [
    ...units,
    ...own.map((site) => leaf(site.id, site.properties.name, "site")),
    ...households.map((row) => leaf(row.id, row.label, "household")),
  ];
  triggerRef(tops);
  return node.children;
}

/** Opens a unit, or closes it. */
export async function toggle(node: Node, isToOpen = !opened.has(node.id)): Promise<void> {
  if (node.children === null) return;
  if (!isToOpen) {
    opened.delete(node.id);
    return;
  }
  await childrenOf(node);
  opened.add(node.id);
}

/** Opens every unit on the way to something, from the top. */
export async function openPath(path: readonly string[]): Promise<void> {
  for (const id of path) {
    const node = nodes.get(id);
    if (node !== undefined) await toggle(node, true);
  }
}

/** Opens all units down to those that hold no other units, a few at a time, so that the page stays alive. */
export async function openGrids(): Promise<void> {
  const directory = open.value?.directory;
  const levels = open.value?.scheme.levels ?? [];
  const deepest = levels.length - 2;
  for (let at = 0; at < deepest && open.value?.directory === directory; at++) {
    const level = levels[at]?.id;
    const waiting = [...nodes.values()].filter((node) => node.level === level);
    for (let first = 0; first < waiting.length; first += 16) {
      const some = waiting.slice(first, first + 16);
      await Promise.all(some.map(childrenOf));
      if (open.value?.directory !== directory) return;
      some.forEach((node) => opened.add(node.id));
    }
  }
}

export function closeAll(): void {
  opened.clear();
}

/** Another county or date: from the top again, with the same units open as far as they are still there. */
watch(open, async (now) => {
  if (now === undefined) return;
  const before = [...opened];
  const tree = await now.directory.tree({ depth: 0 });
  if (open.value !== now) return;
  nodes.clear();
  opened.clear();
  tops.value = tree.units.map((unit) => unitNode(unit, undefined));
  if (before.length > 0) await openPath(before);
  // The first look: down to where the ways part.
  for (let next = tops.value; next.length === 1 && next[0] !== undefined && open.value === now; ) {
    const [only] = next as [Node];
    await toggle(only, true);
    next = (only.children ?? []).filter((node) => node.type === "unit");
  }
}, { immediate: true });
