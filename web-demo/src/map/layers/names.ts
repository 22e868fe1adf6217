// Sites, and the names of areas and sites.
import { getCenter } from "ol/extent";
import type { County, SitePoint } from "../county";
import type { Area } from "../detail";
import { mixed, type Paint, trace } from "../paint";
import type { Sheet } from "./canvas";
import { type Labels, sizeOf } from "./labels";

/** Where the name of an area stands: inside its largest part. */
const inside = new WeakMap<object, readonly number[]>();

function insideOf(area: Area, { shapes }: County): readonly number[] | undefined {
  const shape = shapes.get(area.id);
  if (shape === undefined) return undefined;
  let point = inside.get(shape);
  if (point === undefined) {
    const points = shape.getInteriorPoints().getCoordinates();
    // The third number is how wide the part is there.
    point = points.reduce((best, own) => ((own[2] ?? 0) > (best[2] ?? 0) ? own : best), points[0] ?? getCenter(shape.getExtent()));
    inside.set(shape, point);
  }
  return point;
}

/** Draws the sites in sight, and tells which. */
export function paintSites(sheet: Sheet, paint: Paint, sites: Iterable<SitePoint>): SitePoint[] {
  const { context, box } = sheet;
  const found: SitePoint[] = [];
  for (const site of sites) {
    if (site.x < box[0] || site.x > box[2] || site.y < box[1] || site.y > box[3]) continue;
    found.push(site);
    trace(context, "diamond", sheet.x(site.x), sheet.y(site.y), 6.5);
    context.lineJoin = "round";
    context.lineWidth = 5;
    context.strokeStyle = paint.halo;
    context.stroke();
    context.fillStyle = paint.card;
    context.fill();
    context.lineWidth = 2.5;
    context.strokeStyle = paint.ink;
    context.stroke();
  }
  return found;
}

/** Where the name of an area may go if its own place is taken, in pixels up and down. */
const ELSEWHERE = [0, -26, 26, -52, 52];

/**
 * Writes the names: first of those that show nothing inside, then of sites, then of what these are in, wherever there is
 * room, and of the lowest last.
 */
export function paintNames(sheet: Sheet, paint: Paint, labels: Labels, areas: readonly Area[], county: County, sites: readonly SitePoint[]): void {
  const lowest = county.scheme.levels.length - 1;
  const screen = Math.min(sheet.width, sheet.height);
  const write = (area: Area, isBold: boolean, colour: string, places: readonly number[]) => {
    const size = sizeOf(area, lowest, sheet.resolution);
    const point = size === 0 ? undefined : insideOf(area, county);
    if (point === undefined) return;
    const [x, y, room] = [sheet.x(point[0] ?? 0), sheet.y(point[1] ?? 0), widthOf(area, sheet)];
    places.some((by) => labels.write(sheet, paint, { text: area.name, x, y: y + by, size, isBold, colour, beside: 0, room }));
  };
  const { grid } = county.colourRanks;
  const isLow = (area: Area) => area.rank > grid;
  const isOuter = (area: Area) => area.isOpen && area.rank < grid;
  for (const area of areas) if (!isLow(area) && !isOuter(area)) write(area, true, paint.ink, ELSEWHERE.slice(0, 3));
  for (const site of sites) {
    labels.write(sheet, paint, { text: site.name, x: sheet.x(site.x), y: sheet.y(site.y), size: 13, isBold: false, colour: paint.ink, beside: 12 });
  }
  for (const area of areas) if (isOuter(area) && widthOf(area, sheet) < screen * 0.9) write(area, true, paint.accent, ELSEWHERE);
  const soft = mixed(paint.ink, paint.paper, 0.76);
  for (const area of areas) if (isLow(area)) write(area, false, soft, [0]);
}

function widthOf({ box }: Area, { resolution }: Sheet): number {
  return box === undefined ? 0 : (box[2] - box[0]) / resolution;
}
