// `wangge/worker` in a browser.
import type { DocumentSource } from "./registry.js";
import { type BlobLike, type OpenInWorkerOptions, openWith } from "./remote-open.js";
import type { RemoteRegistry } from "./remote.js";

export { WanggeError } from "./errors.js";
export type { WorkerLike } from "./remote-connection.js";
export type { BlobLike, OpenInWorkerOptions } from "./remote-open.js";
export type * from "./remote.js";

/**
 * Opens a document in a worker of its own, so that nothing that follows ever holds up the page. What is disposed of
 * last ends the worker.
 *
 * ```ts
 * const registry = await openInWorker(file, { onProgress });
 * const directory = await registry.asOf("2026-11-23");
 * const plan = await directory.assign({ programme: "one-household-one-member" }, { signal, onProgress });
 * ```
 *
 * @throws {@link WanggeError} As `Registry.fromDocument`; `aborted`; `worker.ended` if there is no worker to be had.
 */
export async function openInWorker(
  document: DocumentSource | BlobLike,
  options?: OpenInWorkerOptions,
): Promise<RemoteRegistry> {
  // Bundlers look for just this expression.
  return openWith(() => new Worker(new URL("./worker-entry.js", import.meta.url), { type: "module" }), document, options);
}
