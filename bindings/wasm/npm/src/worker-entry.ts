// What runs in a worker of a browser.
import load from "./core.js";
import type { Reply, Request } from "./remote-message.js";
import { Server } from "./remote-server.js";

/** What of a worker's global scope is needed. */
interface Scope {
  postMessage(reply: Reply, transfer: ArrayBuffer[]): void;
  addEventListener(type: "message", listener: (event: { data: Request }) => void): void;
}

const scope = globalThis as unknown as Scope;
const server = new Server((reply, transfer) => scope.postMessage(reply, transfer), load());
scope.addEventListener("message", ({ data }) => void server.take(data));
