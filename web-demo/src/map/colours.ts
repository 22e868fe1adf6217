// Which colour and shape something gets: neighbours differ, and the same county always looks the same.
import { type Box, meets } from "./geo";

/** Told apart by everybody, after Okabe and Ito. */
export const HUES = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442"] as const;
export const SHAPES = ["circle", "square", "triangle", "diamond"] as const;
export type Shape = (typeof SHAPES)[number];

/** What has no colour of its own: not known yet, or nobody's. */
export const NO_LOOK = 255;

/** A colour and a shape as one number. */
export function lookOf(number: number, shape = Math.floor(number / HUES.length)): number {
  return (number % HUES.length) + HUES.length * (shape % SHAPES.length);
}

export function hueOf(look: number): string {
  return HUES[look % HUES.length] ?? HUES[0];
}

export function shapeOf(look: number): Shape {
  return SHAPES[Math.floor(look / HUES.length) % SHAPES.length] ?? "circle";
}

/** A hue for each area: of those that no neighbour has, the one that is used least. */
export function huesFor(boxes: readonly (Box | undefined)[]): number[] {
  const used = HUES.map(() => 0);
  const hues: number[] = [];
  boxes.forEach((box, at) => {
    const beside = HUES.map(() => 0);
    if (box !== undefined) {
      for (let other = 0; other < at; other++) {
        const theirs = boxes[other];
        const hue = hues[other];
        if (theirs !== undefined && hue !== undefined && meets(box, theirs)) beside[hue] = (beside[hue] ?? 0) + 1;
      }
    }
    let best = 0;
    HUES.forEach((_, hue) => {
      const less = (beside[hue] ?? 0) - (beside[best] ?? 0) || (used[hue] ?? 0) - (used[best] ?? 0);
      if (less < 0) best = hue;
    });
    used[best] = (used[best] ?? 0) + 1;
    hues.push(best);
  });
  return hues;
}
