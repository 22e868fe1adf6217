// A layer that is drawn by hand: what is on it changes with every glance, and is too much for single features.
import type { FrameState } from "ol/Map";
import Layer from "ol/layer/Layer";
import type { Box } from "../geo";

/** What a painter draws on: pixels of the screen, and where the plane is on it. */
export interface Sheet {
  context: CanvasRenderingContext2D;
  width: number;
  height: number;
  ratio: number;
  /** Metres of the plane in a pixel. */
  resolution: number;
  /** What is in sight. */
  box: Box;
  /** Whether the map is on the move, and soon to be drawn again. */
  isMoving: boolean;
  x(plane: number): number;
  y(plane: number): number;
}

export class CanvasLayer extends Layer {
  readonly #canvas = document.createElement("canvas");
  readonly #paint: (sheet: Sheet) => void;

  constructor(paint: (sheet: Sheet) => void) {
    super({});
    this.#paint = paint;
    this.#canvas.style.position = "absolute";
  }

  override render({ size, pixelRatio, viewState, extent, viewHints }: FrameState): HTMLElement {
    const [width = 0, height = 0] = size;
    const canvas = this.#canvas;
    const [wide, high] = [Math.round(width * pixelRatio), Math.round(height * pixelRatio)];
    if (canvas.width !== wide || canvas.height !== high) {
      canvas.width = wide;
      canvas.height = high;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    const context = canvas.getContext("2d");
    if (context === null || extent === null) return canvas;
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    context.clearRect(0, 0, width, height);
    const { resolution } = viewState;
    const [centreX = 0, centreY = 0] = viewState.center;
    const box: Box = [
      centreX - (width / 2) * resolution,
      centreY - (height / 2) * resolution,
      centreX + (width / 2) * resolution,
      centreY + (height / 2) * resolution,
    ];
    this.#paint({
      context,
      width,
      height,
      ratio: pixelRatio,
      resolution,
      box,
      isMoving: viewHints.some((hint) => hint > 0),
      x: (plane) => (plane - box[0]) / resolution,
      y: (plane) => (box[3] - plane) / resolution,
    });
    return canvas;
  }
}
