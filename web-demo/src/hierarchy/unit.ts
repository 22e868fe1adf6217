import type { Tree } from "wangge";

/** A unit as the core lists it. */
export type UnitView = Tree["units"][number];
