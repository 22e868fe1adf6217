// Lines from households to those who care for them, and to those who answer. They differ by dash and width.
import type { Lines } from "../overlay";
import type { Paint } from "../paint";
import type { Sheet } from "./canvas";

/** More lines than this are a blot: then none is drawn, and the legend says so. */
const AT_MOST = 6000;

export type LineStyle = Lines["style"];

export interface PlaneLines {
  style: LineStyle;
  /** Four numbers a line, on the plane. */
  coordinates: Float64Array;
}

export interface Pen {
  width: number;
  dash: number[];
  colour: string;
}

export function penOf(style: LineStyle, paint: Paint): Pen {
  switch (style) {
    case "today":
      return { width: 1.4, dash: [5, 4], colour: paint.ink };
    case "plan":
      return { width: 2.2, dash: [], colour: paint.accent };
    case "kept":
      return { width: 1, dash: [], colour: paint.faint };
    case "answer":
      return { width: 3.5, dash: [12, 5], colour: paint.accent };
  }
}

/** Where in the coordinates the lines begin that are in sight; nothing if they are too many. */
export function linesIn(coordinates: Float64Array, [minX, minY, maxX, maxY]: Sheet["box"], atMost: number): number[] | undefined {
  const found: number[] = [];
  for (let at = 0; at + 3 < coordinates.length; at += 4) {
    const [x, y, toX, toY] = [coordinates[at]!, coordinates[at + 1]!, coordinates[at + 2]!, coordinates[at + 3]!];
    if (!(Math.max(x, toX) >= minX && Math.min(x, toX) <= maxX && Math.max(y, toY) >= minY && Math.min(y, toY) <= maxY)) continue;
    if (found.length === atMost) return undefined;
    found.push(at);
  }
  return found;
}

/** Draws them; false if there are too many in sight. */
export function paintLines(sheet: Sheet, paint: Paint, { style, coordinates }: PlaneLines): boolean {
  const found = linesIn(coordinates, sheet.box, AT_MOST);
  if (found === undefined) return false;
  const { context } = sheet;
  const pen = penOf(style, paint);
  context.beginPath();
  for (const at of found) {
    context.moveTo(sheet.x(coordinates[at]!), sheet.y(coordinates[at + 1]!));
    context.lineTo(sheet.x(coordinates[at + 2]!), sheet.y(coordinates[at + 3]!));
  }
  context.setLineDash([]);
  context.lineCap = "round";
  if (style === "answer" || style === "plan") {
    context.lineWidth = pen.width + 2.5;
    context.strokeStyle = paint.halo;
    context.stroke();
  }
  context.setLineDash(pen.dash);
  context.lineWidth = pen.width;
  context.strokeStyle = pen.colour;
  context.stroke();
  context.setLineDash([]);
  if (style !== "kept") paintEnds(sheet, paint, coordinates, found, pen.colour);
  return true;
}

/** A small square where somebody lives to whom lines lead. */
function paintEnds(sheet: Sheet, paint: Paint, coordinates: Float64Array, found: readonly number[], colour: string): void {
  const { context } = sheet;
  const done = new Set<number>();
  const side = sheet.resolution < 3 ? 10 : 7;
  context.lineWidth = 2;
  context.strokeStyle = colour;
  context.fillStyle = paint.card;
  for (const at of found) {
    const [x, y] = [Math.round(sheet.x(coordinates[at + 2]!)), Math.round(sheet.y(coordinates[at + 3]!))];
    const key = x * 65536 + y;
    if (done.has(key)) continue;
    done.add(key);
    context.fillRect(x - side / 2, y - side / 2, side, side);
    context.strokeRect(x - side / 2, y - side / 2, side, side);
  }
}
