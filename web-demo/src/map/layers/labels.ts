// Names on the map. Where two would overlap, that of the higher unit stays.
import type { Area } from "../detail";
import type { Paint } from "../paint";
import type { Sheet } from "./canvas";

export interface Label {
  text: string;
  x: number;
  y: number;
  size: number;
  isBold: boolean;
  colour: string;
  /** How far beside the point it begins; over the point if 0. */
  beside: number;
  /** How wide it may be before it is broken in two. */
  room?: number;
}

type Taken = [left: number, top: number, right: number, bottom: number];

export class Labels {
  #taken: Taken[] = [];
  #widths = new Map<string, number>();

  /** Begins a new picture. */
  begin(): void {
    this.#taken = [];
    if (this.#widths.size > 5000) this.#widths.clear();
  }

  /** Keeps a place free of names. */
  keep(left: number, top: number, right: number, bottom: number): void {
    this.#taken.push([left, top, right, bottom]);
  }

  /** Writes a name if there is room, or in any case; tells whether it is there. */
  write({ context, width, height }: Sheet, paint: Paint, label: Label, always = false): boolean {
    const { text, size, isBold, beside, room = Infinity } = label;
    context.font = `${isBold ? 600 : 400} ${size}px ${paint.font}`;
    const wide = this.#widthOf(context, text);
    const lines = wide > room ? halves(text) : [text];
    const widths = lines.length === 1 ? [wide] : lines.map((line) => this.#widthOf(context, line));
    const widest = Math.max(...widths);
    const left = beside > 0 ? label.x + beside : label.x - widest / 2;
    const half = (lines.length * size * 1.16) / 2;
    const box: Taken = [left - 3, label.y - half, left + widest + 3, label.y + half];
    if (box[2] < 0 || box[3] < 0 || box[0] > width || box[1] > height) return false;
    const isFree = this.#taken.every((own) => own[0] > box[2] || own[2] < box[0] || own[1] > box[3] || own[3] < box[1]);
    if (!isFree && !always) return false;
    this.#taken.push(box);
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.lineJoin = "round";
    context.lineWidth = Math.max(3, size / 4);
    context.strokeStyle = paint.halo;
    context.fillStyle = label.colour;
    for (const draw of ["strokeText", "fillText"] as const) {
      lines.forEach((line, at) => {
        const x = beside > 0 ? left : label.x - (widths[at] ?? 0) / 2;
        context[draw](line, x, label.y + (at - (lines.length - 1) / 2) * size * 1.12);
      });
    }
    return true;
  }

  #widthOf(context: CanvasRenderingContext2D, text: string): number {
    const key = `${context.font} ${text}`;
    let wide = this.#widths.get(key);
    if (wide === undefined) {
      wide = context.measureText(text).width;
      this.#widths.set(key, wide);
    }
    return wide;
  }
}

/** A name in two lines: broken at the space that is nearest to the middle, or in the middle if there is none. */
export function halves(text: string): string[] {
  const letters = [...text];
  if (letters.length < 5) return [text];
  const middle = letters.length / 2;
  const spaces = letters.flatMap((letter, at) => (letter === " " ? [at] : []));
  const at = spaces.reduce((best, own) => (Math.abs(own - middle) < Math.abs(best - middle) ? own : best), spaces[0] ?? Math.ceil(middle));
  return [letters.slice(0, at).join("").trim(), letters.slice(at).join("").trim()];
}

/** How large the name of an area is; 0 if the area is too small for one. */
export function sizeOf(area: Area, lowest: number, resolution: number): number {
  const [minX, minY, maxX, maxY] = area.box ?? [0, 0, 0, 0];
  const side = Math.min(maxX - minX, maxY - minY) / resolution;
  const isLowest = area.rank >= lowest;
  if (side < (isLowest ? 76 : 26)) return 0;
  const size = isLowest ? 12 : area.rank === lowest - 1 ? 15 : 16;
  return area.isOpen ? size + 2 : size;
}
