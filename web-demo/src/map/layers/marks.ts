// Why something is marked: each reason has a shape of its own. And what is chosen.
import type { Mark } from "../overlay";
import { type Paint, trace } from "../paint";
import type { Sheet } from "./canvas";

export interface PlaneMark {
  id: string;
  mark: Mark;
  x: number;
  y: number;
}

/** A stop of a round: its place in the order, from 1. */
export interface PlaneStop {
  number: number;
  x: number;
  y: number;
}

export function paintMarks(sheet: Sheet, paint: Paint, marks: readonly PlaneMark[]): void {
  const { context, width, height } = sheet;
  for (const { mark, x, y } of marks) {
    const [left, top] = [sheet.x(x), sheet.y(y)];
    if (left > -20 && top > -20 && left < width + 20 && top < height + 20) paintMark(context, paint, mark, left, top);
  }
}

/** The sign of a mark: a triangle, a diamond, a ring, a square, a double ring, a broken ring. */
export function paintMark(context: CanvasRenderingContext2D, paint: Paint, mark: Mark, x: number, y: number): void {
  if (mark === "full") {
    paintRing(context, paint, x, y, 9);
    return;
  }
  if (mark === "changed") {
    paintBroken(context, paint, x, y);
    return;
  }
  if (mark === "missing" || mark === "missing-first") {
    paintMissing(context, paint, mark === "missing-first", x, y);
    return;
  }
  const shape = ({ high: "triangle", medium: "diamond", low: "circle", short: "square" } as const)[mark];
  const colour = mark === "short" ? paint.high : paint[mark];
  trace(context, shape, x, y, mark === "high" ? 10 : 7.5);
  context.lineJoin = "round";
  context.lineWidth = 5;
  context.strokeStyle = paint.halo;
  context.stroke();
  context.lineWidth = 2.5;
  context.strokeStyle = colour;
  context.fillStyle = mark === "low" || mark === "short" ? paint.card : colour;
  context.fill();
  context.stroke();
  if (mark === "high") {
    context.fillStyle = paint.card;
    context.fillRect(x - 1, y - 4, 2, 7);
    context.fillRect(x - 1, y + 4.5, 2, 2);
  }
  if (mark === "short") {
    context.beginPath();
    context.moveTo(x - 3.5, y - 3.5);
    context.lineTo(x + 3.5, y + 3.5);
    context.moveTo(x + 3.5, y - 3.5);
    context.lineTo(x - 3.5, y + 3.5);
    context.stroke();
  }
}

/** A square that stands out; of those that come first larger, and with a point in it. */
function paintMissing(context: CanvasRenderingContext2D, paint: Paint, isFirst: boolean, x: number, y: number): void {
  trace(context, "square", x, y, isFirst ? 9.5 : 7);
  for (const [width, colour] of [[5, paint.halo], [2, paint.ink]] as const) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke();
  }
  context.fillStyle = paint.high;
  context.fill();
  if (!isFirst) return;
  context.beginPath();
  context.arc(x, y, 3, 0, 2 * Math.PI);
  context.fillStyle = paint.card;
  context.fill();
}

/** The stops of a round, each with its number. */
export function paintStops(sheet: Sheet, paint: Paint, stops: readonly PlaneStop[]): void {
  const { context, width, height } = sheet;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.font = `bold 12px ${paint.font}`;
  // The first stands above the others.
  for (const { number, x, y } of stops.toReversed()) {
    const [left, top] = [sheet.x(x), sheet.y(y)];
    if (!(left > -20 && top > -20 && left < width + 20 && top < height + 20)) continue;
    const text = String(number);
    const half = Math.max(9, context.measureText(text).width / 2 + 4);
    context.beginPath();
    context.roundRect(left - half, top - 9, 2 * half, 18, 9);
    context.fillStyle = paint.accent;
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = paint.card;
    context.stroke();
    context.fillStyle = paint.card;
    context.fillText(text, left, top + 0.5);
  }
}

/** A ring of dashes: what is under it is still seen. */
function paintBroken(context: CanvasRenderingContext2D, paint: Paint, x: number, y: number): void {
  for (const [width, colour, dash] of [[5, paint.halo, []], [2.5, paint.accent, [4, 2.5]]] as const) {
    context.beginPath();
    context.arc(x, y, 8, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.setLineDash([...dash]);
    context.strokeStyle = colour;
    context.stroke();
  }
  context.setLineDash([]);
}

/** Two rings, one light and one dark: seen on any ground. */
export function paintRing(context: CanvasRenderingContext2D, paint: Paint, x: number, y: number, radius: number): void {
  for (const [width, colour] of [[7, paint.halo], [3.5, paint.ink], [1.2, paint.card]] as const) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke();
  }
}
