// How the workers of the page in a single file are started: they are in it, as text.
import CoreWorker from "wangge/worker-entry?worker&inline";
import EditWorker from "../state/edit.worker?worker&inline";

export const coreWorker = (): Worker => new CoreWorker();
export const editWorker = (): Worker => new EditWorker();
