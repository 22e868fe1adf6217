// How what is on the map is drawn, in the colours of the page.
import type { FeatureLike } from "ol/Feature";
import CircleStyle from "ol/style/Circle";
import Fill from "ol/style/Fill";
import RegularShape from "ol/style/RegularShape";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import Text from "ol/style/Text";
import type { Scopes } from "wangge";
import type { Mark } from "./overlay";

/** Okabe and Ito's colours, which are told apart without colour vision; the eighth is black and stands out too much. */
const COLOURS = ["#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7"];

export interface Painter {
  area(feature: FeatureLike): Style[];
  point(feature: FeatureLike): Style[];
}

export function painter(scopes: Scopes["features"] = [], chosen = "", marks: ReadonlyMap<string, Mark> = new Map()): Painter {
  const tokens = getComputedStyle(document.documentElement);
  const token = (name: string) => tokens.getPropertyValue(`--${name}`).trim();
  const [ink, card, edge, accent] = [token("ink"), token("card"), token("edge"), token("accent")];
  const tone = (mark: Mark) => token(mark === "short" ? "high" : mark === "chosen" ? "accent" : mark);
  const scope = new Map(scopes.map((own) => [own.id, own.properties]));
  const hasUnder = new Set(scopes.map((own) => own.properties.parent));
  // Innermost but one: what the page calls grids. Siblings take turns with the colours.
  const turns = new Map<string, number>();
  const seen = new Map<string, number>();
  for (const own of scopes) {
    const parent = own.properties.parent ?? "";
    const turn = seen.get(parent) ?? 0;
    seen.set(parent, turn + 1);
    turns.set(own.id, turn);
  }
  const colourOf = (unit: string) => {
    const parent = scope.get(unit)?.parent;
    const grid = !hasUnder.has(unit) && parent !== undefined && scope.has(parent) ? parent : unit;
    return COLOURS[(turns.get(grid) ?? 0) % COLOURS.length] ?? ink;
  };
  const ring = (id: string) => (id === chosen ? accent : marks.has(id) ? tone(marks.get(id) ?? "chosen") : undefined);

  return {
    area(feature) {
      const id = String(feature.getId());
      const isInner = !hasUnder.has(id);
      const mark = ring(id);
      const isGrid = !isInner || !scope.has(scope.get(id)?.parent ?? "");
      const fill = isInner ? new Fill({ color: `${colourOf(id)}33` }) : undefined;
      const stroke = new Stroke({ color: mark ?? (isInner ? edge : ink), width: mark ? 4 : isInner ? 0.7 : 2, ...(isInner && !mark && { lineDash: [3, 3] }) });
      const text = isGrid ? new Text({ text: String(feature.get("name")), font: "600 13px sans-serif", fill: new Fill({ color: ink }), stroke: new Stroke({ color: card, width: 4 }), overflow: true }) : undefined;
      return [new Style({ ...(fill && { fill }), stroke, ...(text && { text }), zIndex: mark ? 3 : isInner ? 1 : 2 })];
    },
    point(feature) {
      const id = String(feature.getId());
      const mark = ring(id);
      const isSite = feature.get("kind") === "site";
      const fill = new Fill({ color: isSite ? ink : colourOf(String(feature.get("unit"))) });
      const stroke = new Stroke({ color: mark ?? (isSite ? card : ink), width: mark ? 4 : isSite ? 2 : 0.8 });
      const image = isSite
        ? new RegularShape({ points: 4, angle: Math.PI / 4, radius: mark ? 12 : 8, fill, stroke })
        : new CircleStyle({ radius: mark ? 9 : 4, fill, stroke });
      const text = isSite ? new Text({ text: String(feature.get("name")), offsetY: 16, font: "12px sans-serif", fill: new Fill({ color: ink }), stroke: new Stroke({ color: card, width: 3 }) }) : undefined;
      return [new Style({ image, ...(text && { text }), zIndex: mark ? 5 : isSite ? 4 : 3 })];
    },
  };
}
