import { utf8 } from "./checked.js";
import type { DocumentSource } from "./registry.js";
import { Client } from "./remote-client.js";
import type { WorkerLike } from "./remote-connection.js";
import type { OpenProgress, ProgressOptions, RemoteRegistry } from "./remote.js";

/** What of a `Blob`, such as a `File`, is needed. */
export interface BlobLike {
  /** Its length in bytes. */
  readonly size: number;
  /** Reads it. */
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** How to open a document. */
export interface OpenInWorkerOptions extends ProgressOptions<OpenProgress> {
  /** Starts a worker with `wangge/worker-entry` in it, for hosts that bundle in a way of their own. */
  worker?: (() => WorkerLike) | null | undefined;
}

/** Opens a document in a worker of its own. @internal */
export async function openWith(
  start: () => WorkerLike,
  document: DocumentSource | BlobLike,
  options: OpenInWorkerOptions | null | undefined,
): Promise<RemoteRegistry> {
  const { signal, onProgress, worker } = options ?? {};
  const blob = await blobOf(document);
  if (!signal?.aborted) onProgress?.({ stage: "starting", done: 0, total: blob.size });
  const client = new Client(worker ?? start);
  return client.ask(undefined, "open", [blob], { signal, onProgress }) as Promise<RemoteRegistry>;
}

/** The document in a form that costs no memory here, and that nobody can change. */
async function blobOf(document: DocumentSource | BlobLike): Promise<Blob> {
  if (isBlob(document)) {
    // A file may change on its disk.
    return typeof File === "function" && document instanceof File ? new Blob([await document.arrayBuffer()]) : document;
  }
  return new Blob([utf8(document, "document", "document") as Uint8Array<ArrayBuffer>]);
}

function isBlob(value: unknown): value is Blob {
  return value instanceof Blob;
}
