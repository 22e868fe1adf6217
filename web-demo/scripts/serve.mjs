// Serves the built page on loopback, as strict about it as a careful host.
//
//   node scripts/serve.mjs     on port 5173, or the next one that is free
import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const FOLDER = fileURLToPath(new URL("../dist", import.meta.url));

/** Nothing from elsewhere, no script that is not a file of the page, and nobody may frame it. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** Files as they are sent packed; each is packed once. */
const packed = new Map();

async function packedOf(file, body) {
  const { mtimeMs } = await stat(file);
  const known = packed.get(file);
  if (known?.mtimeMs === mtimeMs) return known.body;
  const own = gzipSync(body);
  packed.set(file, { mtimeMs, body: own });
  return own;
}

async function answer(folder, tell, request, response) {
  try {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    if (path.split(/[\\/]/).includes("..")) throw new Error("outside");
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    const type = TYPES[extname(file)];
    const body = await readFile(file);
    const isPacked = type !== undefined && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
    const sent = isPacked ? await packedOf(file, body) : body;
    response.writeHead(200, {
      "content-type": type ?? "application/octet-stream",
      "content-length": sent.length,
      "content-security-policy": POLICY,
      "cross-origin-opener-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      ...(isPacked && { "content-encoding": "gzip" }),
    }).end(sent);
    tell(path, sent.length);
  } catch {
    response.writeHead(404, { "content-type": "text/plain" }).end("there is no such file");
  }
}

/** Starts on a port, or on any that is free if it is 0; `tell` hears what is sent, and of how many bytes. */
export function serve(port, folder = FOLDER, tell = () => {}) {
  if (!existsSync(folder)) throw new Error("the page is not built: run `cargo xtask web` first");
  const server = createServer((request, response) => void answer(folder, tell, request, response));
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const close = () => {
        server.closeAllConnections();
        return new Promise((done) => server.close(done));
      };
      resolve({ url: `http://127.0.0.1:${server.address().port}`, close });
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (let port = 5173; ; port++) {
    try {
      const { url } = await serve(port);
      console.log(`\n页面已打开，按 Ctrl+C 停止： ${url}\nThe page is served, Ctrl+C stops it: ${url}\n`);
      break;
    } catch (error) {
      if (error.code !== "EADDRINUSE" || port > 5199) throw error;
    }
  }
}
