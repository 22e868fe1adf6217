// What the map knows of the county that is open: its areas, loaded as they come into sight, and its households.
import type { SchemeRecord, Site } from "wangge";
import type { RemoteDirectory } from "wangge/worker";
import MultiPolygon from "ol/geom/MultiPolygon";
import { huesFor, lookOf, NO_LOOK } from "./colours";
import { type Area, type Opens, seen, type Sight } from "./detail";
import { type Box, onPlane, planeX, planeY } from "./geo";

/** Sites are asked for by parts of the county that are not larger than this. */
const SITES_WITHIN = 3000;

export interface SitePoint {
  id: string;
  name: string;
  x: number;
  y: number;
}

export class County {
  tops: Area[] = [];
  /** Where each household is on the plane. */
  places: Float64Array = new Float64Array();
  /** The number of each household's unit. */
  units: Uint32Array = new Uint32Array();
  unitIds: readonly string[] = [];
  /** For each unit, by number, how its households look when they are coloured by grid, and by micro-grid. */
  looks = { "grid": new Uint8Array(), "micro-grid": new Uint8Array() };
  readonly shapes = new Map<string, MultiPolygon>();
  readonly sites = new Map<string, SitePoint>();
  readonly ranks: ReadonlyMap<string, number>;
  /** The ranks of the levels that households are coloured by. */
  readonly colourRanks: { "grid": number; "micro-grid": number };
  /** The number of each unit and of the first after those under it. */
  readonly #numbers = new Map<string, number>();
  readonly #ends = new Map<string, number>();
  readonly #asked = new Set<string>();
  readonly #withSites = new Set<string>();
  readonly #labels = new Map<string, Promise<Map<number, { id: string; label: string }>>>();

  constructor(
    readonly directory: RemoteDirectory,
    readonly scheme: SchemeRecord,
  ) {
    this.ranks = new Map(scheme.levels.map((level, rank) => [level.id, rank]));
    const last = scheme.levels.length - 1;
    this.colourRanks = {
      "grid": this.ranks.get("grid") ?? Math.max(0, last - 1),
      "micro-grid": this.ranks.get("micro-grid") ?? last,
    };
  }

  /** Begins with the top; households come after. */
  async begin(): Promise<void> {
    const { units } = await this.directory.tree({ depth: 0 });
    this.unitIds = await this.directory.unitIds();
    this.unitIds.forEach((id, number) => this.#numbers.set(id, number));
    const none = () => new Uint8Array(this.unitIds.length).fill(NO_LOOK);
    this.looks = { "grid": none(), "micro-grid": none() };
    this.tops = await this.#areas(units, undefined);
  }

  async loadHouseholds(): Promise<void> {
    const [places, units] = await Promise.all([this.directory.positions(), this.directory.householdUnits()]);
    this.places = await onPlane(places);
    this.units = units;
  }

  /** What is in sight; what is missing is asked for, and `tell` is called when some of it has come. */
  look(sight: Sight, opens: Opens, tell: () => void): Area[] {
    const { areas, missing } = seen(this.tops, sight, opens);
    for (const area of missing) {
      if (this.#asked.has(area.id)) continue;
      this.#asked.add(area.id);
      this.#open(area).then(tell, () => undefined);
    }
    return areas;
  }

  /** Goes on until all that is in sight is there. */
  async settle(sight: Sight, opens: Opens): Promise<void> {
    for (;;) {
      const { missing } = seen(this.tops, sight, opens);
      if (missing.length === 0) return;
      for (const area of missing) {
        this.#asked.add(area.id);
        await this.#open(area);
      }
    }
  }

  /** What the door of a household says, and its id. */
  async household(number: number): Promise<{ id: string; label: string } | undefined> {
    const unit = this.unitIds[this.units[number] ?? -1];
    if (unit === undefined) return undefined;
    let rows = this.#labels.get(unit);
    if (rows === undefined) {
      rows = this.directory.householdsIn(unit).then((found) => new Map(found.map(({ number: own, id, label }) => [own, { id, label }])));
      this.#labels.set(unit, rows);
    }
    return (await rows).get(number);
  }

  async #open(area: Area): Promise<void> {
    const { units } = await this.directory.tree({ unit: area.id, depth: 1 });
    const under = units.filter((unit) => unit.parent === area.id);
    const own = units.find((unit) => unit.id === area.id)?.sites ?? 0;
    const [inner] = await Promise.all([this.#areas(under, area), this.#loadSites(area, own > 0)]);
    area.under = inner;
  }

  async #areas(units: readonly { id: string; name: string; level: string; households: number }[], parent: Area | undefined): Promise<Area[]> {
    const levels = [...new Set(units.map((unit) => unit.level))];
    const ids = new Set(units.map((unit) => unit.id));
    for (const level of levels) {
      const { features } = await this.directory.scopes({ unit: parent?.id, level });
      for (const { id, geometry } of features) if (ids.has(id)) this.shapes.set(id, shapeOf(geometry.coordinates));
    }
    const boxes = units.map(({ id }) => this.shapes.get(id)?.getExtent() as Box | undefined);
    const hues = huesFor(boxes);
    const areas = units.map(({ id, name, level, households }, at): Area => {
      const rank = this.ranks.get(level) ?? 0;
      return { id, name, level, rank, parent, households, box: boxes[at], hue: hues[at] ?? 0, under: undefined, isOpen: false };
    });
    this.#paint(areas, parent);
    return areas;
  }

  /** Units stand before what is under them, so that the households of all under a unit get its look at once. */
  #paint(areas: readonly Area[], parent: Area | undefined): void {
    const end = parent === undefined ? this.unitIds.length : (this.#ends.get(parent.id) ?? 0);
    const numbers = areas.map((area) => this.#numbers.get(area.id) ?? end).sort((a, b) => a - b);
    areas.forEach((area, at) => {
      const from = this.#numbers.get(area.id) ?? end;
      const to = numbers.find((number) => number > from) ?? end;
      this.#ends.set(area.id, to);
      if (area.rank >= this.colourRanks.grid && (parent?.rank ?? -1) < this.colourRanks.grid) this.looks.grid.fill(lookOf(area.hue, 0), from, to);
      // Households may be directly in a grid: until its micro-grids are known, and for those, the grid stands for them.
      if (area.rank >= this.colourRanks.grid) this.looks["micro-grid"].fill(lookOf(area.hue, at), from, to);
    });
  }

  /** Its sites and those under it; of a large unit only its own, if there are any. */
  async #loadSites(area: Area, hasOwn: boolean): Promise<void> {
    for (let above: Area | undefined = area; above !== undefined; above = above.parent) if (this.#withSites.has(above.id)) return;
    const isLarge = area.households > SITES_WITHIN;
    if (isLarge && !hasOwn) return;
    if (!isLarge) this.#withSites.add(area.id);
    const { features } = await this.directory.sites(area.id);
    for (const site of features) if (!isLarge || site.properties.unit === area.id) this.#keep(site);
  }

  #keep({ id, geometry, properties }: Site): void {
    if (geometry === null) return;
    const [longitude, latitude] = geometry.coordinates;
    this.sites.set(id, { id, name: properties.name, x: planeX(longitude), y: planeY(latitude) });
  }
}

/** A scope on the plane. */
export function shapeOf(polygons: readonly (readonly (readonly (readonly [number, number])[])[])[]): MultiPolygon {
  const flat: number[] = [];
  const ends = polygons.map((rings) =>
    rings.map((ring) => {
      for (const [longitude, latitude] of ring) flat.push(planeX(longitude), planeY(latitude));
      return flat.length;
    }),
  );
  return new MultiPolygon(flat, "XY", ends);
}
