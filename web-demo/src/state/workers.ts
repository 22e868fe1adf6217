// How the workers of the page are started. The page in a single file has another module in place of this one.
import CoreWorker from "wangge/worker-entry?worker";

/** It loads the core while the page fetches the document. */
let first: Worker | undefined = new CoreWorker();

export function coreWorker(): Worker {
  const own = first ?? new CoreWorker();
  first = undefined;
  return own;
}
