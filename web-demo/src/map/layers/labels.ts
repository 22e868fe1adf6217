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
  /** Beside the point, or over it. */
  beside: number;
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

  /** Writes a name if there is room, or in any case. */
  write({ context, width, height }: Sheet, paint: Paint, label: Label, always = false): boolean {
    const { text, size, isBold, beside } = label;
    context.font = `${isBold ? 600 : 400} ${size}px ${paint.font}`;
    const key = `${isBold}${size}${text}`;
    let wide = this.#widths.get(key);
    if (wide === undefined) {
      wide = context.measureText(text).width;
      this.#widths.set(key, wide);
    }
    const left = beside > 0 ? label.x + beside : label.x - wide / 2;
    const box: Taken = [left - 3, label.y - size * 0.62, left + wide + 3, label.y + size * 0.62];
    if (box[2] < 0 || box[3] < 0 || box[0] > width || box[1] > height) return false;
    const isFree = this.#taken.every((own) => own[0] > box[2] || own[2] < box[0] || own[1] > box[3] || own[3] < box[1]);
    if (!isFree && !always) return false;
    this.#taken.push(box);
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.lineJoin = "round";
    context.lineWidth = Math.max(3, size / 4);
    context.strokeStyle = paint.halo;
    context.strokeText(text, left, label.y);
    context.fillStyle = label.colour;
    context.fillText(text, left, label.y);
    return true;
  }
}

/** Whether an area is large enough for its name, and how large the name is. */
export function sizeOf(area: Area, lowest: number, resolution: number): number {
  const [minX, minY, maxX, maxY] = area.box ?? [0, 0, 0, 0];
  const side = Math.min(maxX - minX, maxY - minY) / resolution;
  const size = area.rank >= lowest ? 12 : area.rank === lowest - 1 ? 15 : 16;
  return side < 26 ? 0 : area.isOpen ? size + 2 : size;
}
