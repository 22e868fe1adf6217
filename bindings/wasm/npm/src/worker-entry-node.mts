// What runs in a worker of Node.
import { parentPort } from "node:worker_threads";
import "./node.mjs";
import type { Request } from "./remote-message.js";
import { Server } from "./remote-server.js";

const server = new Server((reply, transfer) => parentPort?.postMessage(reply, transfer));
parentPort?.on("message", (request: Request) => void server.take(request));
