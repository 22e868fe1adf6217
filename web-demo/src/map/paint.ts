// The colours of the map, taken from the page's own, and the small pictures that points are drawn with.
import { HUES, hueOf, NO_LOOK, shapeOf, type Shape } from "./colours";

export interface Paint {
  isDark: boolean;
  paper: string;
  card: string;
  ink: string;
  faint: string;
  accent: string;
  high: string;
  medium: string;
  low: string;
  font: string;
  /** A hue as it fills an area. */
  fills: readonly string[];
  /** The same where the points are to stand out. */
  pale: readonly string[];
  /** Around what is drawn over areas. */
  halo: string;
}

/** Reads the colours that hold now. */
export function paintOf(isDark: boolean): Paint {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const [paper, card] = [read("paper"), read("card")];
  const mix = (share: number) => HUES.map((hue) => mixed(hue, isDark ? paper : card, share));
  return {
    isDark,
    paper,
    card,
    ink: read("ink"),
    faint: read("faint"),
    accent: read("accent"),
    high: read("high"),
    medium: read("medium"),
    low: read("low"),
    font: read("font"),
    fills: mix(isDark ? 0.3 : 0.26),
    pale: mix(isDark ? 0.12 : 0.08),
    halo: isDark ? "rgb(16 21 19 / 85%)" : "rgb(255 255 255 / 88%)",
  };
}

/** Both `#rgb`, which the build makes of `#rrggbb` where it can, and `#rrggbb`. */
const long = (text: string) => (text.length === 4 ? text.replaceAll(/[0-9a-f]/gi, "$&$&") : text);

/** A colour over another, the first with a share from 0 to 1. */
export function mixed(colour: string, under: string, share: number): string {
  const parts = (text: string) => [1, 3, 5].map((at) => Number.parseInt(long(text).slice(at, at + 2), 16) || 0);
  const below = parts(under);
  const hex = parts(colour).map((part, at) => Math.round(part * share + (below[at] ?? 0) * (1 - share)));
  return `#${hex.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** The outline of a shape around a point. */
export function trace(context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D, shape: Shape, x: number, y: number, r: number): void {
  context.beginPath();
  if (shape === "circle") context.arc(x, y, r, 0, 2 * Math.PI);
  else if (shape === "square") context.rect(x - 0.88 * r, y - 0.88 * r, 1.76 * r, 1.76 * r);
  else {
    const corners = shape === "diamond" ? [0, -1.25, 1.25, 0, 0, 1.25, -1.25, 0] : [0, -1.2, 1.2, 0.95, -1.2, 0.95];
    for (let at = 0; at < corners.length; at += 2) context.lineTo(x + r * corners[at]!, y + r * corners[at + 1]!);
    context.closePath();
  }
}

/** Points of each look, drawn once and then copied: thousands are in sight. */
export class Sprites {
  readonly #made = new Map<number, HTMLCanvasElement>();

  constructor(
    readonly paint: Paint,
    readonly radius: number,
    readonly ratio: number,
  ) {}

  /** Half the side of a picture, in pixels of the screen. */
  get half(): number {
    return Math.ceil(this.radius * 1.35 + 1.5);
  }

  of(look: number): HTMLCanvasElement {
    const known = this.#made.get(look);
    if (known !== undefined) return known;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = Math.ceil(2 * this.half * this.ratio);
    const context = canvas.getContext("2d");
    if (context !== null) {
      context.scale(this.ratio, this.ratio);
      const isNobody = look === NO_LOOK;
      trace(context, isNobody ? "circle" : shapeOf(look), this.half, this.half, this.radius);
      context.fillStyle = isNobody ? this.paint.card : hueOf(look);
      context.fill();
      context.lineWidth = this.radius > 3 ? 1.2 : 0.7;
      context.strokeStyle = isNobody ? this.paint.faint : this.paint.isDark ? "#000000" : mixed(hueOf(look), "#000000", 0.45);
      context.stroke();
    }
    this.#made.set(look, canvas);
    return canvas;
  }
}
