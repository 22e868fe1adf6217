import { readFileSync } from "node:fs";
import { initSync } from "./core.js";

initSync({ module: readFileSync(new URL("core_bg.wasm", import.meta.url)) });

export * from "./index.js";

/** Node has loaded it already: so `await init()` is right everywhere. */
export default async function init(): Promise<void> {}
