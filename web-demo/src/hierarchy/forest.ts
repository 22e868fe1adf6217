// The hierarchy as far as it is known, and as a list of rows: what a tree shows of it. Nothing here needs a browser.

/** A unit, or what hangs directly on one. */
export interface Node {
  id: string;
  type: "unit" | "household" | "site";
  name: string;
  parent: string | undefined;
  /** The level of a unit. */
  level: string | undefined;
  /** How many households are under a unit, at any depth. */
  households: number;
  /** How many sites are directly in a unit. */
  sites: number;
  /** Whether a seat of a unit has nobody: none appointed, or none at work. */
  gap: "vacant" | "absent" | undefined;
  /** Whether something may be under it. */
  mayOpen: boolean;
}

/** A node as a line of the tree. */
export interface Row {
  node: Node;
  /** From 1 at the top. */
  depth: number;
  /** Its place among those beside it, from 1, and how many they are. */
  position: number;
  size: number;
  isOpen: boolean;
  /** Whether it is open, and what is under it has still to come. */
  isWaiting: boolean;
}

export interface Forest {
  tops: readonly Node[];
  /** What is under a unit, once it is known. */
  under: ReadonlyMap<string, readonly Node[]>;
}

/** The rows that are seen when some units are open. */
export function rowsOf({ tops, under }: Forest, open: ReadonlySet<string>): Row[] {
  const rows: Row[] = [];
  const waiting: { nodes: readonly Node[]; next: number }[] = [{ nodes: tops, next: 0 }];
  for (let level = waiting.at(-1); level !== undefined; level = waiting.at(-1)) {
    const node = level.nodes[level.next++];
    if (node === undefined) {
      waiting.pop();
      continue;
    }
    const children = under.get(node.id);
    const mayOpen = children === undefined ? node.mayOpen : children.length > 0;
    const isOpen = mayOpen && open.has(node.id);
    const isWaiting = isOpen && children === undefined;
    rows.push({
      node: mayOpen === node.mayOpen ? node : { ...node, mayOpen },
      depth: waiting.length,
      position: level.next,
      size: level.nodes.length,
      isOpen,
      isWaiting,
    });
    if (isOpen && children !== undefined) waiting.push({ nodes: children, next: 0 });
  }
  return rows;
}

/** The row of the unit that a row hangs on; itself at the top. */
export function parentRow(rows: readonly Row[], at: number): number {
  const depth = rows[at]?.depth ?? 1;
  for (let above = at - 1; above >= 0; above--) if ((rows[above]?.depth ?? 0) < depth) return above;
  return at;
}

/** Where typing leads: the next row, from `at` on and then from the top, whose name begins with the text, else has it. */
export function typedRow(rows: readonly Row[], at: number, text: string): number {
  const sought = text.toLowerCase();
  const order = (step: number) => (at + step) % rows.length;
  for (const fits of [(name: string) => name.startsWith(sought), (name: string) => name.includes(sought)]) {
    for (let step = 0; step < rows.length; step++) {
      if (fits(rows[order(step)]?.node.name.toLowerCase() ?? "")) return order(step);
    }
  }
  return at;
}

/** The rows that are to be drawn: those in the window and a few around it, and always the active one. */
export function drawn(count: number, scrolled: number, height: number, rowHeight: number, active: number): number[] {
  const around = 8;
  const from = Math.max(0, Math.floor(scrolled / rowHeight) - around);
  const to = Math.min(count, Math.ceil((scrolled + height) / rowHeight) + around);
  const places = Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
  if (active >= 0 && active < count && (active < from || active >= to)) places.push(active);
  return places;
}

/** How many levels can be opened from the top without more rows than fit: for the first sight of a county. */
export function opensAtFirst(forest: Forest, isOpened: (node: Node) => boolean, atMost: number): { opens: string[]; needs: string[] } {
  const opens: string[] = [];
  let level = forest.tops.filter(isOpened);
  let rows = forest.tops.length;
  while (level.length > 0) {
    const needs = level.map((node) => node.id).filter((id) => !forest.under.has(id));
    if (needs.length > 0) return { opens, needs: needs.length > atMost ? [] : needs };
    const next = level.flatMap((node) => forest.under.get(node.id) ?? []);
    rows += next.length;
    if (rows > atMost && opens.length > 0) break;
    opens.push(...level.map((node) => node.id));
    level = next.filter(isOpened);
  }
  return { opens, needs: [] };
}
