// How the workers of the page in a single file are started: they are in it, as text.
import CoreWorker from "wangge/worker-entry?worker&inline";

export const coreWorker = (): Worker => new CoreWorker();
