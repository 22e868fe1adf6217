// Asks the core for parts of the hierarchy, unit by unit.
import type { SchemeRecord, Unit } from "wangge";
import type { RemoteDirectory } from "wangge/worker";
import type { Node } from "./forest";

/** Seats without anybody: one that nobody is appointed to weighs more than one whose holder is away. */
function gapOf(unit: Unit): Node["gap"] {
  const states = unit.seats.map(({ holder }) => holder.type);
  return states.includes("vacant") ? "vacant" : states.includes("absent") ? "absent" : undefined;
}

export class Loading {
  readonly #directory: RemoteDirectory;
  readonly #levels: SchemeRecord["levels"];
  /** Levels with another level under them. */
  readonly #above: ReadonlySet<string>;

  constructor(directory: RemoteDirectory, scheme: SchemeRecord) {
    this.#directory = directory;
    this.#levels = scheme.levels;
    this.#above = new Set(scheme.levels.flatMap((level) => level.parents ?? []));
  }

  /** The units at the top. */
  async tops(): Promise<Node[]> {
    const { units } = await this.#directory.tree({ depth: 0 });
    return units.map((unit) => this.#node(unit));
  }

  /** The units under a unit to some depth, by the unit that they hang on. */
  async units(unit: string, depth: number): Promise<Map<string, Node[]>> {
    const { units } = await this.#directory.tree({ unit, depth });
    const depths = new Map([[unit, 0]]);
    const under = new Map<string, Node[]>(depth > 0 ? [[unit, []]] : []);
    for (const own of units) {
      if (own.id === unit || own.parent === undefined) continue;
      const at = (depths.get(own.parent) ?? 0) + 1;
      depths.set(own.id, at);
      under.get(own.parent)?.push(this.#node(own));
      if (at < depth) under.set(own.id, []);
    }
    return under;
  }

  /** What hangs directly on a unit besides units: its sites, then its households. */
  async leaves(unit: Node, units: readonly Node[]): Promise<Node[]> {
    const [sites, households] = await Promise.all([
      unit.sites > 0 ? this.#directory.sites(unit.id) : undefined,
      unit.households > units.reduce((sum, own) => sum + own.households, 0) ? this.#directory.householdsIn(unit.id) : [],
    ]);
    const leaf = (type: Node["type"], id: string, name: string): Node =>
      ({ id, type, name, parent: unit.id, level: undefined, households: 0, sites: 0, gap: undefined, mayOpen: false });
    return [
      ...(sites?.features ?? []).filter((own) => own.properties.unit === unit.id).map((own) => leaf("site", own.id, own.properties.name)),
      ...households.map((own) => leaf("household", own.id, own.label)),
    ];
  }

  /** How far down a level is from another; none if it is not below it. */
  steps(from: string | undefined, to: string): number {
    const place = (id: string | undefined) => this.#levels.findIndex((level) => level.id === id);
    return Math.max(0, place(to) - place(from));
  }

  #node(unit: Unit): Node {
    const { id, name, level, households, sites } = unit;
    const mayOpen = households > 0 || sites > 0 || this.#above.has(level);
    return { id, type: "unit", name, parent: unit.parent, level, households, sites, gap: gapOf(unit), mayOpen };
  }
}
