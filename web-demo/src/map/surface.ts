// The map itself: its layers, what is drawn on them, and what is under the pointer.
import Feature from "ol/Feature";
import OlMap from "ol/Map";
import View from "ol/View";
import { defaults } from "ol/interaction/defaults";
import type MultiPolygon from "ol/geom/MultiPolygon";
import VectorLayer from "ol/layer/Vector";
import VectorSource from "ol/source/Vector";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import { lookOf } from "./colours";
import type { County } from "./county";
import { type Area, type Sight, whole } from "./detail";
import { type Box, boxOf } from "./geo";
import { AreaLayer, type AreaLook } from "./layers/areas";
import { CanvasLayer, type Sheet } from "./layers/canvas";
import { Households, radiusAt } from "./layers/households";
import { Labels } from "./layers/labels";
import { LinesInSight, type PlaneLines, paintEnds, paintLines } from "./layers/lines";
import { type PlaneMark, type PlaneStop, paintMarks, paintRing, paintStops } from "./layers/marks";
import { paintNames, paintSites } from "./layers/names";
import type { Paint } from "./paint";
import type { Chosen } from "./subject";

export type ColourBy = "grid" | "micro-grid" | "caretaker";

/** What is found at a point of the screen. */
export interface Hit {
  /** A household, by number. */
  household?: number;
  /** A site, or what is marked. */
  id?: string;
  /** The innermost unit that is shown. */
  area?: Area;
}

/** What was too much to be drawn at this size. */
export interface Omitted {
  households: boolean;
  lines: boolean;
}

export class Surface {
  readonly map: OlMap;
  county: County | undefined;
  colourBy: ColourBy = "grid";
  caretakers: Int32Array | undefined;
  lines: readonly PlaneLines[] = [];
  marks: readonly PlaneMark[] = [];
  stops: readonly PlaneStop[] = [];
  chosen: Chosen | undefined;
  omitted: Omitted = { households: false, lines: false };
  #paint: Paint;
  #areas: Area[] = [];
  readonly #areaLayer = new AreaLayer();
  readonly #chosenLayer = new VectorLayer({ source: new VectorSource<Feature<MultiPolygon>>() });
  readonly #drawing = new CanvasLayer((sheet) => this.#draw(sheet));
  readonly #households = new Households();
  readonly #linesInSight = new LinesInSight();
  readonly #labels = new Labels();

  /** `tell` is called when the map stands still and shows something else than before. */
  constructor(target: HTMLElement, paint: Paint, readonly tell: () => void) {
    this.#paint = paint;
    // A base map, such as WMTS tiles, goes under these.
    const layers = [this.#areaLayer, this.#chosenLayer, this.#drawing];
    const view = new View({ center: [0, 0], resolution: 100, minResolution: 0.15, enableRotation: false });
    const interactions = defaults({ altShiftDragRotate: false, pinchRotate: false });
    this.map = new OlMap({ target, layers, view, controls: [], interactions });
    this.map.on("moveend", () => this.look());
  }

  get sight(): Sight | undefined {
    const size = this.map.getSize();
    const resolution = this.map.getView().getResolution();
    if (size === undefined || size[0] === 0 || resolution === undefined) return undefined;
    return { box: this.map.getView().calculateExtent(size) as Box, resolution };
  }

  /** How large an area is before it is shown by what is in it: sooner where that tells the colours apart. */
  opens = ({ rank }: Area): number => {
    const ranks = this.county?.colourRanks;
    if (ranks === undefined || rank < ranks.grid) return 220;
    return this.colourBy === "micro-grid" ? 60 : 130;
  };

  /** Shows what belongs to this sight. */
  look(): void {
    const { county, sight } = this;
    if (county === undefined || sight === undefined) return;
    this.#areas = county.look(sight, this.opens, () => this.look());
    this.#areaLayer.show(this.#areas, county.shapes, this.#areaLook(county));
    this.#drawing.changed();
    this.tell();
  }

  /** Draws everything anew. */
  repaint(paint = this.#paint): void {
    this.#paint = paint;
    if (this.county !== undefined) this.#areaLayer.repaint(this.#areaLook(this.county));
    this.choose(this.chosen);
    this.look();
  }

  choose(chosen: Chosen | undefined): void {
    this.chosen = chosen;
    const source = this.#chosenLayer.getSource();
    source?.clear();
    if (chosen?.shape !== undefined) {
      const own = new Feature(chosen.shape);
      const { halo, accent } = this.#paint;
      own.setStyle([new Style({ stroke: new Stroke({ color: halo, width: 8 }) }), new Style({ stroke: new Stroke({ color: accent, width: 4 }) })]);
      source?.addFeature(own);
    }
    this.#drawing.changed();
  }

  /** Everything. */
  fitAll(duration = 0): void {
    const box = this.county && (whole(this.county.tops) ?? boxOf(this.county.places));
    if (box !== undefined) this.fit(box, duration);
  }

  fit(box: Box, duration: number): void {
    const [width = 0, height = 0] = this.map.getSize() ?? [];
    const side = Math.min(24, width / 12, height / 12);
    this.map.getView().fit(box, { padding: [side + 44, side, side + 8, side], minResolution: 0.3, duration });
  }

  zoom(by: number, duration: number): void {
    const view = this.map.getView();
    view.cancelAnimations();
    view.animate({ zoom: (view.getZoom() ?? 0) + by, duration });
  }

  /** What is nearest to a pixel, within so many of them. */
  hit(pixel: readonly number[], within: number): Hit {
    const [x = 0, y = 0] = this.map.getCoordinateFromPixel([...pixel]) ?? [];
    const resolution = this.sight?.resolution ?? 1;
    let best = within * resolution;
    const hit: Hit = {};
    const nearer = (toX: number, toY: number, bonus: number) => {
      const distance = Math.max(0, Math.hypot(toX - x, toY - y) - bonus * resolution);
      if (!(distance < best)) return false;
      best = distance;
      return true;
    };
    const { county } = this;
    if (county === undefined) return hit;
    for (const household of this.#households.drawn ?? []) {
      if (nearer(county.places[2 * household]!, county.places[2 * household + 1]!, 0)) hit.household = household;
    }
    for (const site of county.sites.values()) if (this.omitted.households === false && nearer(site.x, site.y, 3)) hit.id = site.id;
    for (const { id, mark, x: toX, y: toY } of this.marks) if (mark !== "full" && nearer(toX, toY, 5)) hit.id = id;
    if (hit.id !== undefined) delete hit.household;
    const area = this.#areas.findLast((own) => !own.isOpen && county.shapes.get(own.id)?.intersectsCoordinate([x, y]));
    return area === undefined ? hit : { ...hit, area };
  }

  dispose(): void {
    this.map.setTarget(undefined);
    this.map.dispose();
  }

  #areaLook({ colourRanks, scheme }: County): AreaLook {
    const rank = this.colourBy === "micro-grid" ? colourRanks["micro-grid"] : colourRanks.grid;
    return { paint: this.#paint, rank, lowest: scheme.levels.length - 1, isPale: this.colourBy === "caretaker" };
  }

  #draw(sheet: Sheet): void {
    const { county } = this;
    if (county === undefined) return;
    const paint = this.#paint;
    const labels = this.#labels;
    labels.begin();
    const lines = this.lines.map((own) => ({ own, found: this.#linesInSight.of(own.coordinates, sheet.box) }));
    for (const { own, found } of lines) if (found !== undefined) paintLines(sheet, paint, own, found);
    this.#households.paint(sheet, paint, county.places, this.#lookOf(county));
    for (const { own, found } of lines) if (found !== undefined) paintEnds(sheet, paint, own, found, radiusAt(sheet.resolution));
    this.omitted = { households: this.#households.drawn === undefined, lines: lines.some(({ found }) => found === undefined) };
    const sites = this.omitted.households ? [] : paintSites(sheet, paint, county.sites.values());
    paintMarks(sheet, paint, this.marks);
    paintStops(sheet, paint, this.stops);
    const place = this.chosen?.isUnit === true && this.chosen.shape !== undefined ? undefined : this.chosen?.place;
    if (this.chosen !== undefined && place !== undefined) {
      const [x, y] = [sheet.x(place.x), sheet.y(place.y)];
      paintRing(sheet.context, paint, x, y, 11);
      const label = { text: this.chosen.name, x, y: y - 24, size: 15, isBold: true, colour: paint.ink, beside: 0 };
      labels.keep(x - 13, y - 13, x + 13, y + 13);
      labels.write(sheet, paint, label, true);
    }
    paintNames(sheet, paint, labels, this.#areas, county, sites);
  }

  #lookOf(county: County): (household: number) => number | undefined {
    const { caretakers } = this;
    if (this.colourBy !== "caretaker" || caretakers === undefined) {
      const looks = county.looks[this.colourBy === "micro-grid" ? "micro-grid" : "grid"];
      return (household) => looks[county.units[household] ?? -1];
    }
    return (household) => {
      const caretaker = caretakers[household] ?? -1;
      return caretaker < 0 ? undefined : lookOf(caretaker);
    };
  }
}
