// What the tests share: the package as Node loads it, and Chalinhe.
import { readFileSync } from "node:fs";

export * from "../dist/node.mjs";
export { default as init } from "../dist/node.mjs";

export const bytes = readFileSync(new URL("../sample/chalinhe.json", import.meta.url));
export const document = () => JSON.parse(bytes.toString());
export const DATE = "2026-11-23";
export const HOUSEHOLD = "430821108223-h0017";
export const PROGRAMME = "one-household-one-member";
