// The tree as the list of rows that are open: no recursion, so that no depth is too deep.

/** Something in the tree. */
export interface Node {
  id: string;
  type: "unit" | "household" | "site";
  name: string;
  /** Of a unit, its level. */
  level?: string;
  /** Of a unit, how many households are under it. */
  households?: number;
  /** Of a unit, how many of its posts have nobody. */
  gaps?: number;
  /** What is under it; undefined until it is asked for, null if nothing can be. */
  children: Node[] | undefined | null;
  /** A unit's children have not been asked for yet. */
  parent: Node | undefined;
}

/** A node that is to be seen, with its place among its siblings. */
export interface Row {
  node: Node;
  depth: number;
  place: number;
  siblings: number;
}

/** The rows of what is open under some nodes. */
export function rowsOf(tops: readonly Node[], isOpen: (id: string) => boolean): Row[] {
  const rows: Row[] = [];
  const waiting: Row[] = [];
  const push = (nodes: readonly Node[], depth: number) => {
    for (let at = nodes.length - 1; at >= 0; at--) {
      const node = nodes[at];
      if (node !== undefined) waiting.push({ node, depth, place: at + 1, siblings: nodes.length });
    }
  };
  push(tops, 1);
  for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
    rows.push(row);
    if (row.node.children && isOpen(row.node.id)) push(row.node.children, row.depth + 1);
  }
  return rows;
}
