// `wangge/worker` in Node.
import { Worker } from "node:worker_threads";
import type { DocumentSource } from "./registry.js";
import { type BlobLike, type OpenInWorkerOptions, openWith } from "./remote-open.js";
import type { RemoteRegistry } from "./remote.js";

export { WanggeError } from "./errors.js";

export async function openInWorker(
  document: DocumentSource | BlobLike,
  options?: OpenInWorkerOptions,
): Promise<RemoteRegistry> {
  return openWith(() => new Worker(new URL("worker-entry-node.mjs", import.meta.url)), document, options);
}
