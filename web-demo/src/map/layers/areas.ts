// The scopes of the units in sight: filled where nothing inside is shown, outlined the thicker the higher they stand.
import Feature from "ol/Feature";
import type MultiPolygon from "ol/geom/MultiPolygon";
import VectorLayer from "ol/layer/Vector";
import VectorSource from "ol/source/Vector";
import Fill from "ol/style/Fill";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import type { Area } from "../detail";
import { mixed, type Paint } from "../paint";

export interface AreaLook {
  paint: Paint;
  /** The rank of the level that areas are coloured by. */
  rank: number;
  /** The rank of the lowest level. */
  lowest: number;
  isPale: boolean;
}

/** Whether an area has a colour of its own: the level that is coloured by, and above it what shows nothing inside. */
export function isFilled(area: Area, rank: number): boolean {
  return area.rank === rank || (area.rank < rank && !area.isOpen) || (area.rank > rank && (area.parent?.rank ?? -1) < rank);
}

export class AreaLayer extends VectorLayer<VectorSource<Feature<MultiPolygon>>> {
  readonly #shown = new Map<string, { feature: Feature<MultiPolygon>; area: Area; look: string }>();

  constructor() {
    super({ source: new VectorSource<Feature<MultiPolygon>>(), updateWhileAnimating: false, updateWhileInteracting: false });
  }

  /** Shows these areas, and no others. */
  show(areas: readonly Area[], shapes: ReadonlyMap<string, MultiPolygon>, look: AreaLook): void {
    const source = this.getSource();
    if (source === null) return;
    const wanted = new Set(areas.map((area) => area.id));
    const gone: Feature<MultiPolygon>[] = [];
    for (const [id, { feature, area }] of this.#shown) {
      if (wanted.has(id) && areas.includes(area)) continue;
      gone.push(feature);
      this.#shown.delete(id);
    }
    if (gone.length > 0) source.removeFeatures(gone);
    const come: Feature<MultiPolygon>[] = [];
    for (const area of areas) {
      const shape = shapes.get(area.id);
      if (shape === undefined) continue;
      const key = `${isFilled(area, look.rank)}`;
      const known = this.#shown.get(area.id);
      if (known !== undefined && known.look === key) continue;
      const feature = known?.feature ?? new Feature(shape);
      feature.setStyle(styleOf(area, look));
      this.#shown.set(area.id, { feature, area, look: key });
      if (known === undefined) come.push(feature);
    }
    if (come.length > 0) source.addFeatures(come);
  }

  /** Paints what is shown anew: other colours, or others are coloured. */
  repaint(look: AreaLook): void {
    for (const own of this.#shown.values()) {
      own.look = `${isFilled(own.area, look.rank)}`;
      own.feature.setStyle(styleOf(own.area, look));
    }
  }
}

/** Fills lie under all outlines: what is inside a filled area is seen. */
function styleOf(area: Area, { paint, rank, lowest, isPale }: AreaLook): Style[] {
  const fills = isPale ? paint.pale : paint.fills;
  const above = Math.max(0, lowest - area.rank);
  const color = mixed(paint.ink, paint.paper, [0.3, 0.55, 0.72, 0.8][above] ?? 0.8);
  const outline = new Style({ zIndex: 1 + above, stroke: new Stroke({ color, width: [0.7, 1.4, 2.2, 2.6][above] ?? 3, lineJoin: "round" }) });
  return isFilled(area, rank) ? [new Style({ zIndex: 0, fill: new Fill({ color: fills[area.hue] ?? paint.card }) }), outline] : [outline];
}
