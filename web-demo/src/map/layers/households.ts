// Households as points. Only those in sight are drawn, and none where they would be a crowd.
import { NO_LOOK } from "../colours";
import type { Box } from "../geo";
import { type Paint, Sprites } from "../paint";
import type { Sheet } from "./canvas";

/** At most one household on so many pixels of the screen, and never more than so many. */
const PIXELS_EACH = 150;
const AT_MOST = 8000;

/** Writes the numbers of the places in a box; tells how many they are, or nothing if they do not fit. */
export function placesIn(places: Float64Array, [minX, minY, maxX, maxY]: Box, found: Uint32Array): number | undefined {
  let count = 0;
  for (let at = 0; at < places.length; at += 2) {
    const x = places[at]!;
    if (x < minX || x > maxX) continue;
    const y = places[at + 1]!;
    // So written that what is not a number is outside.
    if (!(y >= minY && y <= maxY)) continue;
    if (count === found.length) return undefined;
    found[count++] = at / 2;
  }
  return count;
}

/** How large a household is: as on the ground, within what can be told apart and what does not hide its neighbour. */
export function radiusAt(resolution: number): number {
  return Math.round(2 * Math.min(8, Math.max(2.2, 19 / resolution))) / 2;
}

export class Households {
  #sprites: Sprites | undefined;
  /** Those that were drawn last; nothing if they were too many. */
  drawn: Uint32Array | undefined = new Uint32Array();
  readonly #found = new Uint32Array(AT_MOST);

  paint(sheet: Sheet, paint: Paint, places: Float64Array, lookOf: (household: number) => number | undefined): void {
    const { context, ratio, resolution, width, height } = sheet;
    const radius = radiusAt(resolution);
    const around = 10 * resolution;
    const box: Box = [sheet.box[0] - around, sheet.box[1] - around, sheet.box[2] + around, sheet.box[3] + around];
    const room = this.#found.subarray(0, Math.round((width * height) / PIXELS_EACH));
    const count = placesIn(places, box, room);
    this.drawn = count === undefined ? undefined : room.subarray(0, count);
    if (this.drawn === undefined) return;
    if (this.#sprites?.radius !== radius || this.#sprites.ratio !== ratio || this.#sprites.paint !== paint) this.#sprites = new Sprites(paint, radius, ratio);
    const { half } = this.#sprites;
    for (const household of this.drawn) {
      const [x, y] = [sheet.x(places[2 * household]!), sheet.y(places[2 * household + 1]!)];
      context.drawImage(this.#sprites.of(lookOf(household) ?? NO_LOOK), x - half, y - half, 2 * half, 2 * half);
    }
  }
}
