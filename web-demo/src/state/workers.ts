// How the workers of the page are started. The page in a single file has another module in place of this one.
import type { OpenInWorkerOptions } from "wangge/worker";

/** The core's own worker: nothing needs to be said, bundlers find it. */
export const coreWorker: OpenInWorkerOptions["worker"] = undefined;

export function editWorker(): Worker {
  return new Worker(new URL("./edit.worker.ts", import.meta.url), { type: "module" });
}
