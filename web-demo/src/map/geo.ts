// Longitude and latitude on the plane of the map (EPSG:3857), and work on long arrays that leaves the page free.

const RADIUS = 6378137;
const RADIAN = Math.PI / 180;
/** So many points are projected at a time: some milliseconds. */
const AT_A_TIME = 40_000;

export type Box = [minX: number, minY: number, maxX: number, maxY: number];

export function planeX(longitude: number): number {
  return RADIUS * RADIAN * longitude;
}

export function planeY(latitude: number): number {
  return RADIUS * Math.log(Math.tan(Math.PI / 4 + (RADIAN * latitude) / 2));
}

export function degrees([x, y]: readonly [number, number]): [longitude: number, latitude: number] {
  return [x / (RADIUS * RADIAN), (2 * Math.atan(Math.exp(y / RADIUS)) - Math.PI / 2) / RADIAN];
}

/** Lets the page do what is waiting. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Pairs of longitude and latitude on the plane; NaN stays NaN. */
export async function onPlane(places: Float64Array): Promise<Float64Array> {
  const plane = new Float64Array(places.length);
  for (let from = 0; from < places.length; from += 2 * AT_A_TIME) {
    if (from > 0) await pause();
    const to = Math.min(places.length, from + 2 * AT_A_TIME);
    for (let at = from; at < to; at += 2) {
      plane[at] = planeX(places[at]!);
      plane[at + 1] = planeY(places[at + 1]!);
    }
  }
  return plane;
}

/** The box around points; nothing if none is known. */
export function boxOf(plane: Float64Array): Box | undefined {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < plane.length; at += 2) {
    const [x, y] = [plane[at]!, plane[at + 1]!];
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  return box[0] <= box[2] ? box : undefined;
}

export function joined(boxes: readonly Box[]): Box | undefined {
  if (boxes.length === 0) return undefined;
  const side = (at: 0 | 1 | 2 | 3, pick: (a: number, b: number) => number) => boxes.map((box) => box[at]).reduce((a, b) => pick(a, b));
  return [side(0, Math.min), side(1, Math.min), side(2, Math.max), side(3, Math.max)];
}

export function meets(a: Readonly<Box>, b: Readonly<Box>): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}
