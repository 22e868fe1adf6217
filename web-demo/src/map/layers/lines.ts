// Lines from households to those who care for them, and to those who answer. They differ by dash and width.
import type { Lines } from "../overlay";
import { mixed, type Paint } from "../paint";
import type { Sheet } from "./canvas";

/** More lines than this are a blot: then none is drawn, and the legend says so. */
const AT_MOST = 4000;
/** While the map moves, so many are drawn as they are. */
const QUICK = 300;

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
      return { width: 1.2, dash: [5, 4], colour: mixed(paint.ink, paint.paper, 0.75) };
    case "plan":
      return { width: 2.2, dash: [], colour: paint.accent };
    case "kept":
      return { width: 1, dash: [], colour: paint.faint };
    case "instead":
      return { width: 3, dash: [2, 6], colour: paint.medium };
    case "answer":
      return { width: 3.5, dash: [12, 5], colour: paint.accent };
    case "round":
      return { width: 2.5, dash: [], colour: paint.accent };
  }
}

/** Finds the lines in sight, again and again, without a new list each time. */
export class LinesInSight {
  readonly #found = new Uint32Array(AT_MOST);

  /** Where in the coordinates they begin; nothing if they are too many. */
  of(coordinates: Float64Array, [minX, minY, maxX, maxY]: Sheet["box"]): Uint32Array | undefined {
    let count = 0;
    for (let at = 0; at + 3 < coordinates.length; at += 4) {
      const x = coordinates[at]!;
      const toX = coordinates[at + 2]!;
      if ((x < minX && toX < minX) || (x > maxX && toX > maxX)) continue;
      const y = coordinates[at + 1]!;
      const toY = coordinates[at + 3]!;
      // So written that what is not a number is outside.
      if (!(Math.max(y, toY) >= minY && Math.min(y, toY) <= maxY && x === x && toX === toX)) continue;
      if (count === AT_MOST) return undefined;
      this.#found[count++] = at;
    }
    return this.#found.slice(0, count);
  }
}

/** Draws lines; while the map moves, only as what is quick to draw. */
export function paintLines(sheet: Sheet, paint: Paint, { style, coordinates }: PlaneLines, found: Uint32Array): void {
  const { context } = sheet;
  const pen = penOf(style, paint);
  const isQuick = sheet.isMoving && found.length > QUICK;
  context.beginPath();
  for (const at of found) {
    context.moveTo(sheet.x(coordinates[at]!), sheet.y(coordinates[at + 1]!));
    context.lineTo(sheet.x(coordinates[at + 2]!), sheet.y(coordinates[at + 3]!));
  }
  context.setLineDash([]);
  context.lineCap = "round";
  if (!isQuick && (style === "answer" || style === "plan" || style === "instead" || style === "round")) {
    context.lineWidth = pen.width + 2.5;
    context.strokeStyle = paint.halo;
    context.stroke();
  }
  if (!isQuick) context.setLineDash(pen.dash);
  context.lineWidth = isQuick ? 1 : pen.width;
  context.strokeStyle = pen.colour;
  context.stroke();
  context.setLineDash([]);
}

/** A square around the home of each to whom lines lead. */
export function paintEnds(sheet: Sheet, paint: Paint, { style, coordinates }: PlaneLines, found: Uint32Array, radius: number): void {
  // A round leads from door to door: each has its number.
  if (style === "round") return;
  if (sheet.isMoving && found.length > QUICK) return;
  const done = new Set<number>();
  for (const at of found) {
    const [x, y] = [Math.round(sheet.x(coordinates[at + 2]!)), Math.round(sheet.y(coordinates[at + 3]!))];
    const key = x * 0x10000 + y;
    if (done.has(key)) continue;
    done.add(key);
    paintHome(sheet.context, paint, x, y, radius + 3);
  }
}

export function paintHome(context: CanvasRenderingContext2D, paint: Paint, x: number, y: number, half: number): void {
  for (const [width, colour] of [[4, paint.halo], [1.8, paint.ink]] as const) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.strokeRect(x - half, y - half, 2 * half, 2 * half);
  }
}
